<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<!-- The words of the program in German. The person is addressed with "Sie", briefly.
     project Projekt · image Bild · class Klasse · label Label (das, die Labels); to label: zuordnen · unlabelled ohne Label
     labelled mit Label · confirmed bestätigt · unsure unsicher · excluded ausgeschlossen · decision Entscheidung
     suggestion Vorschlag · suspect Zweifelsfall; in doubt: zweifelhaft · round Runde · audit Stichprobe
     embedding Einbettung · backbone Netz · second opinion zweite Meinung · near-duplicate Fast-Dublette
     backup Sicherung · tile Kachel · to accept annehmen · to refuse ablehnen · given vorhanden · expected erwartet
     pages: Start, Durchsehen, Zuordnen, Vorschläge, Zweifelsfälle, Karte, Training, Fortschritt, Einstellungen
     `packaging/dev.py translate` rewrites this file from the sources; this head and the translations stay. -->
<TS version="2.1" language="de" sourcelanguage="en_US">
<context>
    <name>AgreementView</name>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>The same</source>
        <translation>Dasselbe</translation>
    </message>
    <message>
        <source>Kappa (95 % interval)</source>
        <translation>Kappa (95‑%‑Intervall)</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Erste</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>Zweite</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Beide</translation>
    </message>
    <message>
        <source>Kappa</source>
        <translation>Kappa</translation>
    </message>
    <message>
        <source>First says</source>
        <translation>Erste sagt</translation>
    </message>
    <message>
        <source>Second says</source>
        <translation>Zweite sagt</translation>
    </message>
    <message>
        <source>CLASS BY CLASS</source>
        <translation>KLASSE FÜR KLASSE</translation>
    </message>
    <message>
        <source>WHAT THEY CONFUSE</source>
        <translation>WAS SIE VERWECHSELN</translation>
    </message>
    <message>
        <source>Nobody has answered an image without seeing what somebody else had said of it. Hand images out to a second person without labels, and merge what comes back.</source>
        <translation>Niemand hat ein Bild beantwortet, ohne zu sehen, was jemand anders davon gesagt hatte. Geben Sie Bilder ohne Labels an eine zweite Person aus und führen Sie zusammen, was zurückkommt.</translation>
    </message>
    <message>
        <source>Nobody has answered an image that somebody else has answered too. Hand images out to a second person, and merge what comes back.</source>
        <translation>Noch hat niemand ein Bild beantwortet, das auch jemand anders beantwortet hat. Geben Sie Bilder an eine zweite Person aus, und führen Sie zusammen, was zurückkommt.</translation>
    </message>
    <message>
        <source>All {n} people together: Fleiss’ kappa {value}.</source>
        <translation>Alle {n} Personen zusammen: Fleiss’ Kappa {value}.</translation>
    </message>
    <message>
        <source>Krippendorff’s alpha over all answers: {value}.</source>
        <translation>Krippendorffs Alpha über alle Antworten: {value}.</translation>
    </message>
    <message>
        <source>{value} ({low} to {high})</source>
        <translation>{value} ({low} bis {high})</translation>
    </message>
    <message>
        <source>no more agreement than by chance</source>
        <translation>nicht einiger als durch Zufall</translation>
    </message>
    <message>
        <source>{p} of the way from chance to full agreement</source>
        <translation>{p} des Wegs vom Zufall zur völligen Einigkeit</translation>
    </message>
    <message>
        <source>{name}, first and again</source>
        <translation>{name}, zuerst und noch einmal</translation>
    </message>
    <message>
        <source>{first} and {second}</source>
        <translation>{first} und {second}</translation>
    </message>
    <message>
        <source>none of the classes</source>
        <translation>keine der Klassen</translation>
    </message>
</context>
<context>
    <name>AnswerButtons</name>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Take expected</source>
        <translation>Erwartete übernehmen</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>Erwartete</translation>
    </message>
    <message>
        <source>Other class</source>
        <translation>Andere Klasse</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>Not this</source>
        <translation>Nicht diese</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Unsicher</translation>
    </message>
    <message>
        <source>Exclude</source>
        <translation>Ausschluss</translation>
    </message>
    <message>
        <source>Second opinion</source>
        <translation>Zweite Meinung</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>2. Meinung</translation>
    </message>
    <message>
        <source>Select group</source>
        <translation>Gruppe auswählen</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Take suggested</source>
        <translation>Vorgeschlagene übernehmen</translation>
    </message>
    <message>
        <source>Suggested</source>
        <translation>Vorschlag</translation>
    </message>
    <message>
        <source>There is no label to keep.</source>
        <translation>Es gibt kein Label, das man behalten könnte.</translation>
    </message>
    <message>
        <source>No other class is expected here.</source>
        <translation>Hier wird keine andere Klasse erwartet.</translation>
    </message>
</context>
<context>
    <name>AnswerCard</name>
    <message>
        <source>None of the classes</source>
        <translation>Keine der Klassen</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Unsicher</translation>
    </message>
    <message>
        <source>This answer names no class. {key} leaves the image unsure.</source>
        <translation>Diese Antwort nennt keine Klasse. {key} lässt das Bild unsicher.</translation>
    </message>
</context>
<context>
    <name>Audit</name>
    <message>
        <source>No image was checked.</source>
        <translation>Es wurde kein Bild geprüft.</translation>
    </message>
    <message>
        <source>95 % interval {interval} · {n} checked · {k} wrong</source>
        <translation>95‑%‑Intervall {interval} · {n} geprüft · {k} falsch</translation>
    </message>
    <message>
        <source>{n} unsure, not counted</source>
        <translation>{n} unsicher, nicht gezählt</translation>
    </message>
    <message>
        <source>{n} not there any more, not counted</source>
        <translation>{n} nicht mehr vorhanden, nicht gezählt</translation>
    </message>
    <message>
        <source>{n} of a deleted class, not counted</source>
        <translation>{n} einer gelöschten Klasse, nicht gezählt</translation>
    </message>
    <message>
        <source>holds at all planned looks together, as for every part</source>
        <translation>gilt bei allen geplanten Zwischenblicken zusammen, ebenso für jeden Teil</translation>
    </message>
    <message>
        <source>holds whenever somebody looks, as for every part</source>
        <translation>gilt, wann immer jemand hinsieht, ebenso für jeden Teil</translation>
    </message>
    <message>
        <source>may be wrong: images that come earlier in the sample were not answered</source>
        <translation>kann falsch sein: Bilder, die in der Stichprobe früher kommen, sind nicht beantwortet</translation>
    </message>
    <message>
        <source>Estimated wrong labels</source>
        <translation>Geschätzte Zahl falscher Labels</translation>
    </message>
    <message>
        <source>Estimated wrong suggestions</source>
        <translation>Geschätzte Zahl falscher Vorschläge</translation>
    </message>
    <message>
        <source>between {low} and {high} (95 % interval)</source>
        <translation>zwischen {low} und {high} (95‑%‑Intervall)</translation>
    </message>
    <message>
        <source>about {n}</source>
        <translation>etwa {n}</translation>
    </message>
    <message>
        <source>Target: {target} right</source>
        <translation>Ziel: {target} richtig</translation>
    </message>
    <message>
        <source>Earlier images of the sample were not answered, so nothing can be said of the target.</source>
        <translation>Frühere Bilder der Stichprobe sind nicht beantwortet; deshalb lässt sich über das Ziel nichts sagen.</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>The lower bound, {low}, reaches the target. You can stop here.</source>
        <translation>Die untere Grenze, {low}, erreicht das Ziel. Sie können hier aufhören.</translation>
    </message>
    <message>
        <source>reached</source>
        <translation>erreicht</translation>
    </message>
    <message>
        <source>Even the upper bound, {high}, is below the target. Correct the labels in doubt, then audit again.</source>
        <translation>Selbst die obere Grenze, {high}, liegt unter dem Ziel. Berichtigen Sie die zweifelhaften Labels und ziehen Sie dann eine neue Stichprobe.</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>nicht erreicht</translation>
    </message>
    <message>
        <source>The lower bound is {low}. All images of this sample right would give at least {best}; a larger sample would settle it.</source>
        <translation>Die untere Grenze ist {low}. Wären alle Bilder dieser Stichprobe richtig, ergäbe sie mindestens {best}; eine größere Stichprobe würde es klären.</translation>
    </message>
    <message>
        <source>The lower bound is {low}. A larger sample would settle it.</source>
        <translation>Die untere Grenze ist {low}. Eine größere Stichprobe würde es klären.</translation>
    </message>
    <message>
        <source>Certificate {n}: at least {share} right ({sure} sure); {state}.</source>
        <translation>Zertifikat {n}: mindestens {share} richtig (zu {sure} sicher); {state}.</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>gehalten</translation>
    </message>
    <message>
        <source>No certificate rests on this sample: nothing was accepted.</source>
        <translation>Auf dieser Stichprobe beruht kein Zertifikat: Nichts wurde angenommen.</translation>
    </message>
    <message>
        <source>Once the whole sample is checked, it shows what can be accepted.</source>
        <translation>Sobald die ganze Stichprobe geprüft ist, zeigt sie, was angenommen werden kann.</translation>
    </message>
    <message>
        <source>“Accept suggestions under a promise” says what the sample shows.</source>
        <translation>Was die Stichprobe zeigt, steht unter „Vorschläge unter einer Zusage annehmen“.</translation>
    </message>
    <message>
        <source>The sample shows at least {share} right ({sure} sure), and {target} were promised.</source>
        <translation>Die Stichprobe belegt mindestens {share} richtige (zu {sure} sicher), zugesagt waren {target}.</translation>
    </message>
    <message>
        <source>Nothing will be accepted.</source>
        <translation>Nichts wird angenommen.</translation>
    </message>
    <message>
        <source>not kept</source>
        <translation>nicht gehalten</translation>
    </message>
    <message>
        <source>Promise: at least {share} right</source>
        <translation>Zusage: mindestens {share} richtig</translation>
    </message>
    <message>
        <source>Suspects right in a row</source>
        <translation>Richtige Zweifelsfälle in Folge</translation>
    </message>
    <message>
        <source>exhausted</source>
        <translation>ausgeschöpft</translation>
    </message>
    <message>
        <source>Once {all} suspects in a row need no correction, you can stop checking them.</source>
        <translation>Wenn {all} Zweifelsfälle in Folge keine Berichtigung brauchen, können Sie dort aufhören.</translation>
    </message>
    <message>
        <source>{n} of {all}</source>
        <translation>{n} von {all}</translation>
    </message>
    <message>
        <source>No audit yet.</source>
        <translation>Noch keine Stichprobe.</translation>
    </message>
    <message>
        <source>Accuracy of all labels</source>
        <translation>Genauigkeit aller Labels</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>Falsch</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Richtig</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>Wrong left</source>
        <translation>Falsch übrig</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>importiert</translation>
    </message>
    <message>
        <source>{k} of {n}</source>
        <translation>{k} von {n}</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>Rang</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Population</source>
        <translation>Grundgesamtheit</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95‑%‑Intervall</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Angenommen</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Wrong in the sample</source>
        <translation>Falsch in der Stichprobe</translation>
    </message>
    <message>
        <source>At least right</source>
        <translation>Mindestens richtig</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>rank ≥ {rank}</source>
        <translation>Rang ≥ {rank}</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>gültig</translation>
    </message>
    <message>
        <source>labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>suggestions</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Reliability diagram</source>
        <translation>Zuverlässigkeitsdiagramm</translation>
    </message>
    <message>
        <source>Confidence shown; upwards: right</source>
        <translation>Gezeigte Sicherheit; nach oben: richtig</translation>
    </message>
</context>
<context>
    <name>AuditPage</name>
    <message>
        <source>Audit</source>
        <translation>Stichprobe</translation>
    </message>
    <message>
        <source>End the audit</source>
        <translation>Stichprobe beenden</translation>
    </message>
    <message>
        <source>The images checked so far count; the others are left out.</source>
        <translation>Die bisher geprüften Bilder zählen; die übrigen entfallen.</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Nächste Seite</translation>
    </message>
    <message>
        <source>Methods report…</source>
        <translation>Methodenbericht…</translation>
    </message>
    <message>
        <source>Writes how the labels came to be, for a paper or a reviewer.</source>
        <translation>Schreibt, wie die Labels entstanden sind, für eine Veröffentlichung oder ein Gutachten.</translation>
    </message>
    <message>
        <source>Label each image as if it had never been labelled: labels and suggestions are hidden here.</source>
        <translation>Ordnen Sie jedes Bild zu, als hätte es noch niemand getan: Labels und Vorschläge sind hier verborgen.</translation>
    </message>
    <message>
        <source>The sample is being drawn …</source>
        <translation>Die Stichprobe wird gezogen …</translation>
    </message>
    <message>
        <source>Images checked: {done} of {total}. Their answers are kept, and the result is measured on them alone. Not asked any more: {left}. This audit cannot be resumed, and a new one draws its images anew.</source>
        <translation>Geprüfte Bilder: {done} von {total}. Ihre Antworten bleiben, und das Ergebnis wird nur an ihnen gemessen. Nicht mehr gefragt: {left}. Diese Stichprobe lässt sich nicht fortsetzen, und eine neue zieht ihre Bilder neu.</translation>
    </message>
    <message>
        <source>A random sample, labelled blind, shows how accurate the labels are.</source>
        <translation>Eine zufällige, blind zugeordnete Stichprobe zeigt, wie genau die Labels sind.</translation>
    </message>
    <message>
        <source>{done} of {total} checked</source>
        <translation>{done} von {total} geprüft</translation>
    </message>
    <message>
        <source>{n} selected</source>
        <translation>{n} ausgewählt</translation>
    </message>
    <message>
        <source>Wrong in the audit</source>
        <translation>Falsch in der Stichprobe</translation>
    </message>
    <message>
        <source>Certificate {n}</source>
        <translation>Zertifikat {n}</translation>
    </message>
</context>
<context>
    <name>AuditResults</name>
    <message>
        <source>Audit</source>
        <translation>Stichprobe</translation>
    </message>
    <message>
        <source>By class</source>
        <translation>Nach Klasse</translation>
    </message>
    <message>
        <source>Of the images labelled or suggested as this class; correct, with 95 % interval.</source>
        <translation>Von den Bildern, denen diese Klasse gegeben oder vorgeschlagen war; richtig, mit 95‑%‑Intervall.</translation>
    </message>
    <message>
        <source>What an audit tells you</source>
        <translation>Was eine Stichprobe sagt</translation>
    </message>
    <message>
        <source>What share of the labels is right, with a 95 % interval: in all, by class and by origin.</source>
        <translation>Welcher Anteil der Labels stimmt, mit einem 95‑%‑Intervall: insgesamt, je Klasse und nach Herkunft.</translation>
    </message>
    <message>
        <source>How many wrong labels may be left, and whether the target is reached.</source>
        <translation>Wie viele falsche Labels noch übrig sein können, und ob das Ziel erreicht ist.</translation>
    </message>
    <message>
        <source>Which images of the sample were wrong, to look at and correct.</source>
        <translation>Welche Bilder der Stichprobe falsch waren, um sie anzusehen und zu berichtigen.</translation>
    </message>
    <message>
        <source>By origin</source>
        <translation>Nach Herkunft</translation>
    </message>
    <message>
        <source>How the labels had come to be; correct, with 95 % interval, and how many wrong ones are left.</source>
        <translation>Wie die Labels entstanden waren; richtig, mit 95‑%‑Bereich, und wie viele falsche übrig sind.</translation>
    </message>
    <message>
        <source>When the model says …</source>
        <translation>Wenn das Modell sagt …</translation>
    </message>
    <message>
        <source>How often suggestions of each rank were right here, with 95 % interval.</source>
        <translation>Wie oft Vorschläge jedes Rangs hier richtig waren, mit 95‑%‑Intervall.</translation>
    </message>
    <message>
        <source>Confidence shown, and how often it was right</source>
        <translation>Gezeigte Sicherheit, und wie oft sie stimmte</translation>
    </message>
    <message>
        <source>Earlier audits</source>
        <translation>Frühere Stichproben</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>Zertifikate</translation>
    </message>
    <message>
        <source>Suggestions accepted together after a random check. One is void once a label that it covers, or one of its sample, is changed; undoing the change brings it back.</source>
        <translation>Vorschläge, die nach einer Stichprobe gemeinsam angenommen wurden. Ein Zertifikat gilt nicht mehr, sobald eines seiner Labels oder eines der Stichprobe geändert wird; wird die Änderung rückgängig gemacht, gilt es wieder.</translation>
    </message>
    <message>
        <source>Show its images</source>
        <translation>Seine Bilder anzeigen</translation>
    </message>
    <message>
        <source>Shows the images of the certificate that is chosen in the list.</source>
        <translation>Zeigt die Bilder des Zertifikats, das in der Liste gewählt ist.</translation>
    </message>
    <message>
        <source>Counting …</source>
        <translation>Wird gezählt …</translation>
    </message>
    <message>
        <source>Show the {n} wrong ones</source>
        <translation>Die {n} falschen anzeigen</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Anzeigen</translation>
    </message>
</context>
<context>
    <name>BackbonesCard</name>
    <message>
        <source>Backbones</source>
        <translation>Netze</translation>
    </message>
    <message>
        <source>Reading the list …</source>
        <translation>Die Liste wird gelesen …</translation>
    </message>
    <message>
        <source>Detect from the images</source>
        <translation>An den Bildern erkennen</translation>
    </message>
    <message>
        <source>Different images: orientation matters</source>
        <translation>Verschiedene Bilder: Die Ausrichtung zählt</translation>
    </message>
    <message>
        <source>Equivalent when mirrored</source>
        <translation>Gespiegelt gleichwertig</translation>
    </message>
    <message>
        <source>Equivalent when mirrored or rotated</source>
        <translation>Gespiegelt oder gedreht gleichwertig</translation>
    </message>
    <message>
        <source>Analyse the images again</source>
        <translation>Bilder neu analysieren</translation>
    </message>
    <message>
        <source>Mirrored and rotated images</source>
        <translation>Gespiegelte und gedrehte Bilder</translation>
    </message>
    <message>
        <source>For photo, the starter and the built-in embedding.</source>
        <translation>Für photo, den Starter und die eingebaute Einbettung.</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Verwendung</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Use {name}</source>
        <translation>{name} verwenden</translation>
    </message>
    <message>
        <source>Remove… (frees {size})</source>
        <translation>Entfernen … (gibt {size} frei)</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>{name} entfernen</translation>
    </message>
</context>
<context>
    <name>BackupsDialog</name>
    <message>
        <source>Backups</source>
        <translation>Sicherungen</translation>
    </message>
    <message>
        <source>Backups are made automatically every day, before an import and before the file is upgraded to a newer version. The newest five of each kind are kept in {folder}.</source>
        <translation>Sicherungen entstehen automatisch: täglich, vor einem Import und bevor die Datei auf eine neuere Version gebracht wird. Die neuesten fünf jeder Art liegen in {folder}.</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>There is no backup yet.</source>
        <translation>Es gibt noch keine Sicherung.</translation>
    </message>
    <message>
        <source>To copy the project to another disk, close it first, or copy one of its backups.</source>
        <translation>Um das Projekt auf einen anderen Datenträger zu kopieren, schließen Sie es zuerst oder kopieren Sie eine seiner Sicherungen.</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>Jetzt sichern</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Restore this backup…</source>
        <translation>Diese Sicherung wiederherstellen…</translation>
    </message>
    <message>
        <source>every day</source>
        <translation>täglich</translation>
    </message>
    <message>
        <source>before a new version</source>
        <translation>vor einer neuen Version</translation>
    </message>
    <message>
        <source>before an import</source>
        <translation>vor einem Import</translation>
    </message>
    <message>
        <source>before a restore</source>
        <translation>vor dem Wiederherstellen</translation>
    </message>
    <message>
        <source>on request</source>
        <translation>auf Wunsch</translation>
    </message>
    <message>
        <source>Choose a backup in the list first.</source>
        <translation>Wählen Sie zuerst eine Sicherung aus der Liste.</translation>
    </message>
    <message>
        <source>Restore the project to its state of {when}? The current state is backed up first.</source>
        <translation>Das Projekt auf den Stand vom {when} zurücksetzen? Der jetzige Stand wird vorher gesichert.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
</context>
<context>
    <name>BatchAccept</name>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>Seite {page} von {pages}</translation>
    </message>
    <message>
        <source>{accepted} accepted, {open} open, {rejected} rejected</source>
        <translation>{accepted} angenommen, {open} offen, {rejected} abgelehnt</translation>
    </message>
    <message>
        <source>The first page is not right: nothing was accepted.</source>
        <translation>Schon die erste Seite stimmt nicht: Es wurde nichts angenommen.</translation>
    </message>
    <message>
        <source>Check {n}: {p} % right if all are</source>
        <translation>{n} prüfen: {p} % richtig, wenn alle stimmen</translation>
    </message>
    <message>
        <source>Accept only the {n} seen</source>
        <translation>Nur die {n} gesehenen annehmen</translation>
    </message>
    <message>
        <source>Audit: random images {first}–{last} of {n}. Mark what is wrong, then continue.</source>
        <translation>Stichprobe: zufällige Bilder {first}–{last} von {n}. Markieren Sie, was falsch ist, dann weiter.</translation>
    </message>
    <message>
        <source>Audit: random image {last} of {n}. Mark it if it is wrong, then continue.</source>
        <translation>Prüfung: zufälliges Bild {last} von {n}. Markieren Sie es, wenn es falsch ist, dann weiter.</translation>
    </message>
    <message>
        <source>Mark the images that are wrong, then continue with the first button.</source>
        <translation>Markieren Sie die falschen Bilder, dann weiter mit dem ersten Knopf.</translation>
    </message>
    <message>
        <source>Accept all but the wrong ones</source>
        <translation>Alle außer den falschen annehmen</translation>
    </message>
    <message>
        <source>Accept only the pages that I saw</source>
        <translation>Nur die gesehenen Seiten annehmen</translation>
    </message>
    <message>
        <source>There was nothing left to accept.</source>
        <translation>Es war nichts mehr anzunehmen.</translation>
    </message>
</context>
<context>
    <name>BatchBar</name>
    <message>
        <source>Page is right</source>
        <translation>Stimmt</translation>
    </message>
    <message>
        <source>Not right</source>
        <translation>Stimmt nicht</translation>
    </message>
    <message>
        <source>Page by page</source>
        <translation>Seitenweise</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
</context>
<context>
    <name>BetterBar</name>
    <message>
        <source>Try it on 500 images</source>
        <translation>Mit 500 Bildern ausprobieren</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Analyses all images again. No label changes, and the embedding in use now stays one click away.</source>
        <translation>Analysiert alle Bilder neu. Kein Label ändert sich, und die jetzt verwendete Einbettung bleibt einen Klick entfernt.</translation>
    </message>
</context>
<context>
    <name>BoxTool</name>
    <message>
        <source>The chosen box was out of view; here it is. Press the key again.</source>
        <translation>Der gewählte Rahmen war nicht zu sehen; hier ist er. Drück die Taste noch einmal.</translation>
    </message>
    <message>
        <source>Labels are hidden here, and boxes stay as they are.</source>
        <translation>Hier sind die Labels verborgen, und die Rahmen bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Boxes are changed in the project itself, not in a package of it.</source>
        <translation>Rahmen werden im Projekt selbst geändert, nicht in einem Paket daraus.</translation>
    </message>
    <message>
        <source>This project can only be read here.</source>
        <translation>Dieses Projekt kann hier nur gelesen werden.</translation>
    </message>
    <message>
        <source>The last decision is still being written.</source>
        <translation>Die letzte Entscheidung wird noch geschrieben.</translation>
    </message>
</context>
<context>
    <name>BoxesDialog</name>
    <message>
        <source>File or folder with the boxes</source>
        <translation>Datei oder Ordner mit den Rahmen</translation>
    </message>
    <message>
        <source>Label boxes instead of whole images</source>
        <translation>Rahmen statt ganzer Bilder labeln</translation>
    </message>
    <message>
        <source>Each box of COCO, Pascal VOC, YOLO, a table, MegaDetector, SpeciesNet, Label Studio or labelme becomes an image of its own. The files are only read.</source>
        <translation>Jeder Rahmen aus COCO, Pascal VOC, YOLO, einer Tabelle, MegaDetector, SpeciesNet, Label Studio oder labelme wird ein eigenes Bild. Die Dateien werden nur gelesen.</translation>
    </message>
    <message>
        <source>as the content says</source>
        <translation>wie der Inhalt sagt</translation>
    </message>
    <message>
        <source>labels if a person drew the box, suggestions if a model proposed it</source>
        <translation>Labels; wenn sie von einem Modell kommen: Vorschläge</translation>
    </message>
    <message>
        <source>labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>suggestions</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>usual: {percent} % for MegaDetector, else all boxes</source>
        <translation>üblich: {percent} % bei MegaDetector, sonst alle Rahmen</translation>
    </message>
    <message>
        <source>What is shown around a box, as a share of its longer side</source>
        <translation>Was um einen Rahmen herum gezeigt wird, als Anteil seiner längeren Seite</translation>
    </message>
    <message>
        <source>Files without a box stay images</source>
        <translation>Dateien ohne Rahmen bleiben Bilder</translation>
    </message>
    <message>
        <source>Format of the boxes</source>
        <translation>Format der Rahmen</translation>
    </message>
    <message>
        <source>Classes of the boxes become</source>
        <translation>Klassen der Rahmen werden</translation>
    </message>
    <message>
        <source>Leave out scores below</source>
        <translation>Weglassen, was weniger sicher ist als</translation>
    </message>
    <message>
        <source>Margin around a box</source>
        <translation>Rand um einen Rahmen</translation>
    </message>
    <message>
        <source>the boxes fit like this</source>
        <translation>so passen die Rahmen</translation>
    </message>
    <message>
        <source>the boxes are for the photograph as it is stored</source>
        <translation>die Rahmen gelten für das Foto, wie es gespeichert ist</translation>
    </message>
    <message>
        <source>Adding boxes</source>
        <translation>Rahmen werden hinzugefügt</translation>
    </message>
    <message>
        <source>No box: {path}</source>
        <translation>Kein Rahmen: {path}</translation>
    </message>
    <message>
        <source>There is no new box for an image of this project.</source>
        <translation>Es gibt keinen neuen Rahmen für ein Bild dieses Projekts.</translation>
    </message>
</context>
<context>
    <name>BrowsePage</name>
    <message>
        <source>Browse</source>
        <translation>Durchsehen</translation>
    </message>
    <message>
        <source>Show new images</source>
        <translation>Neue Bilder anzeigen</translation>
    </message>
    <message>
        <source>Choose class</source>
        <translation>Klasse wählen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Back to the page that these images were chosen on (Alt+Left)</source>
        <translation>Zurück zu der Seite, auf der diese Bilder ausgewählt wurden (Alt+Links)</translation>
    </message>
    <message>
        <source>People disagree on these images. The panel shows who said what; your decision settles it.</source>
        <translation>Bei diesen Bildern sind sich Personen uneinig. Rechts steht, wer was gesagt hat; Ihre Entscheidung gilt.</translation>
    </message>
    <message>
        <source>Press a class key to label the focused image. Shift or Ctrl selects several.</source>
        <translation>Eine Klassentaste ordnet das umrahmte Bild zu. Umschalt oder Strg wählt mehrere aus.</translation>
    </message>
    <message>
        <source>There are no classes yet. Name them first: {key} or a digit makes one.</source>
        <translation>Noch gibt es keine Klassen. Benennen Sie sie zuerst: {key} oder eine Ziffer legt eine an.</translation>
    </message>
    <message>
        <source>Comparing the images …</source>
        <translation>Die Bilder werden verglichen …</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Keine Treffer</translation>
    </message>
    <message>
        <source>No image matches this filter. Change it, or show all images again.</source>
        <translation>Kein Bild passt zu diesem Filter. Ändern Sie ihn oder zeigen Sie wieder alle Bilder.</translation>
    </message>
    <message>
        <source>Show all images</source>
        <translation>Alle Bilder anzeigen</translation>
    </message>
    <message>
        <source>No images yet</source>
        <translation>Noch keine Bilder</translation>
    </message>
    <message>
        <source>The images of the project's folders appear here as soon as they are found.</source>
        <translation>Die Bilder aus den Ordnern des Projekts erscheinen hier, sobald sie gefunden sind.</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>This image belongs to no group.</source>
        <translation>Dieses Bild gehört zu keiner Gruppe.</translation>
    </message>
</context>
<context>
    <name>ChannelsDialog</name>
    <message>
        <source>Channels</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>For images with several channels, such as fluorescence. Where black and white are typed, a channel looks the same in all images, and dark ones stay dark.</source>
        <translation>Für Bilder mit mehreren Kanälen, etwa Fluoreszenz. Wo Schwarz und Weiß eingetragen sind, sieht ein Kanal in allen Bildern gleich aus, und dunkle bleiben dunkel.</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Measure one range for all images where none is typed</source>
        <translation>Einen Bereich für alle Bilder messen, wo keiner eingetragen ist</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>First channel in grey</source>
        <translation>Erster Kanal in Grau</translation>
    </message>
    <message>
        <source>Show the images like this</source>
        <translation>Bilder so zeigen</translation>
    </message>
    <message>
        <source>Looking for an image with several channels …</source>
        <translation>Ein Bild mit mehreren Kanälen wird gesucht …</translation>
    </message>
    <message>
        <source>None of the images looked at has several channels.</source>
        <translation>Keines der angesehenen Bilder hat mehrere Kanäle.</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Kanal</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>Schwarz</translation>
    </message>
    <message>
        <source>White</source>
        <translation>Weiß</translation>
    </message>
    <message>
        <source>not shown</source>
        <translation>nicht gezeigt</translation>
    </message>
    <message>
        <source>Colour of channel {n}</source>
        <translation>Farbe von Kanal {n}</translation>
    </message>
    <message>
        <source>own</source>
        <translation>eigenes</translation>
    </message>
</context>
<context>
    <name>ChartCard</name>
    <message>
        <source>Reading the numbers …</source>
        <translation>Die Zahlen werden gelesen …</translation>
    </message>
    <message>
        <source>There is nothing to save yet.</source>
        <translation>Es gibt noch nichts zu speichern.</translation>
    </message>
    <message>
        <source>Save as PNG…</source>
        <translation>Als PNG speichern…</translation>
    </message>
    <message>
        <source>Save as SVG…</source>
        <translation>Als SVG speichern…</translation>
    </message>
    <message>
        <source>Save the data as CSV…</source>
        <translation>Daten als CSV speichern…</translation>
    </message>
    <message>
        <source>Save: {title}</source>
        <translation>Speichern: {title}</translation>
    </message>
    <message>
        <source>Save this chart</source>
        <translation>Dieses Diagramm speichern</translation>
    </message>
</context>
<context>
    <name>ChipRow</name>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
</context>
<context>
    <name>ClassCounts</name>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Bestätigt</translation>
    </message>
    <message>
        <source>Classes and their images</source>
        <translation>Klassen und ihre Bilder</translation>
    </message>
</context>
<context>
    <name>ClassKeyDialog</name>
    <message>
        <source>Key of “{name}”</source>
        <translation>Taste von „{name}“</translation>
    </message>
    <message>
        <source>Press the key for this class: a digit or a letter, also with Shift, or a function key.</source>
        <translation>Drücken Sie die Taste, die diese Klasse vergeben soll: eine Ziffer oder ein Buchstabe, auch mit Umschalt, oder eine Funktionstaste.</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Keine Taste</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Give it this key</source>
        <translation>Diese Taste zuweisen</translation>
    </message>
    <message>
        <source>This is the key of “{what}”. Choose another one.</source>
        <translation>Das ist die Taste von „{what}“. Wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>Press another key first.</source>
        <translation>Drücken Sie zuerst eine andere Taste.</translation>
    </message>
</context>
<context>
    <name>ClassKeys</name>
    <message>
        <source>The key {key} of the class “{name}” now means “{action}”. The class has no key here.</source>
        <translation>Die Taste {key} der Klasse „{name}“ bedeutet jetzt „{action}“. Die Klasse hat hier keine Taste.</translation>
    </message>
    <message>
        <source>Give the class another key</source>
        <translation>Der Klasse eine andere Taste geben</translation>
    </message>
</context>
<context>
    <name>ClassList</name>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>key {key}</source>
        <translation>Taste {key}</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>keine Taste</translation>
    </message>
</context>
<context>
    <name>ClassPanel</name>
    <message>
        <source>Class …</source>
        <translation>Klasse …</translation>
    </message>
    <message>
        <source>Find or add a class</source>
        <translation>Klasse suchen oder anlegen</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Anlegen</translation>
    </message>
    <message>
        <source>A class of this name exists already.</source>
        <translation>Eine Klasse dieses Namens gibt es schon.</translation>
    </message>
    <message>
        <source>Type the name of a class first.</source>
        <translation>Tippen Sie zuerst den Namen einer Klasse ein.</translation>
    </message>
    <message>
        <source>Add {n}</source>
        <translation>{n} hinzufügen</translation>
    </message>
    <message>
        <source>There already, or twice in the list: {names}.</source>
        <translation>Schon vorhanden oder doppelt in der Liste: {names}.</translation>
    </message>
    <message>
        <source>Assign to the selected images, or to the focused one</source>
        <translation>Den ausgewählten Bildern zuweisen, sonst dem umrahmten</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Key…</source>
        <translation>Taste…</translation>
    </message>
    <message>
        <source>Merge into</source>
        <translation>Vereinigen mit</translation>
    </message>
    <message>
        <source>There is no other class.</source>
        <translation>Es gibt keine andere Klasse.</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Vermilion</source>
        <translation>Zinnoberrot</translation>
    </message>
    <message>
        <source>Sky blue</source>
        <translation>Himmelblau</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>Orange</translation>
    </message>
    <message>
        <source>Bluish green</source>
        <translation>Blaugrün</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>Grau</translation>
    </message>
    <message>
        <source>Leaf green</source>
        <translation>Laubgrün</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Reddish purple</source>
        <translation>Rotviolett</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>Gelb</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>Violett</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Other colour…</source>
        <translation>Andere Farbe…</translation>
    </message>
    <message>
        <source>Circle</source>
        <translation>Kreis</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>Quadrat</translation>
    </message>
    <message>
        <source>Triangle</source>
        <translation>Dreieck</translation>
    </message>
    <message>
        <source>Diamond</source>
        <translation>Raute</translation>
    </message>
    <message>
        <source>Plus</source>
        <translation>Plus</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>Stern</translation>
    </message>
    <message>
        <source>Pentagon</source>
        <translation>Fünfeck</translation>
    </message>
    <message>
        <source>Hexagon</source>
        <translation>Sechseck</translation>
    </message>
    <message>
        <source>Inverted triangle</source>
        <translation>Dreieck nach unten</translation>
    </message>
    <message>
        <source>Ring</source>
        <translation>Ring</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Colour of “{name}”</source>
        <translation>Farbe von „{name}“</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>New name of “{name}”</source>
        <translation>Neuer Name von „{name}“</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Vereinigen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
</context>
<context>
    <name>ClassPicker</name>
    <message>
        <source>Class …</source>
        <translation>Klasse …</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>No class has this name. ↓ and then ↵ creates it.</source>
        <translation>Keine Klasse heißt so. ↓ und dann ↵ legt sie an.</translation>
    </message>
    <message>
        <source>Create class “{name}”</source>
        <translation>Klasse „{name}“ anlegen</translation>
    </message>
</context>
<context>
    <name>ClassifierActions</name>
    <message>
        <source>Classifying a folder</source>
        <translation>Ordner klassifizieren</translation>
    </message>
    <message>
        <source>Open as a project</source>
        <translation>Als Projekt öffnen</translation>
    </message>
    <message>
        <source>Exporting the classifier</source>
        <translation>Klassifikator exportieren</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>Im Dateimanager anzeigen</translation>
    </message>
    <message>
        <source>This begins when that is finished: {job}</source>
        <translation>Das beginnt, sobald dies fertig ist: {job}</translation>
    </message>
</context>
<context>
    <name>ClassifierCard</name>
    <message>
        <source>Train a classifier on your labels</source>
        <translation>Einen Klassifikator mit Ihren Labels trainieren</translation>
    </message>
    <message>
        <source>minutes at most</source>
        <translation>Minuten höchstens</translation>
    </message>
    <message>
        <source>What is trained</source>
        <translation>Was trainiert wird</translation>
    </message>
    <message>
        <source>The last layers suit a processor. A linear layer alone takes seconds and changes nothing before it. The whole network needs a graphics card, or many minutes.</source>
        <translation>Die letzten Schichten eignen sich für einen Prozessor. Eine lineare Schicht allein dauert Sekunden und ändert nichts davor. Das ganze Netz braucht eine Grafikkarte oder viele Minuten.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Discard it</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Stop and judge</source>
        <translation>Anhalten und beurteilen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>What was learned is kept: the training can be resumed later.</source>
        <translation>Was gelernt wurde, bleibt erhalten: Das Training kann später fortgesetzt werden.</translation>
    </message>
    <message>
        <source>From now on, train automatically when many labels are new</source>
        <translation>Ab jetzt automatisch trainieren, wenn viele Labels neu sind</translation>
    </message>
    <message>
        <source>In the background, after a round: from {first} labels on, and again when there are half as many more. Rounds go first. A classifier is used only if it is better. Here or in Settings you can switch it off.</source>
        <translation>Im Hintergrund, nach einer Runde: ab {first} Labels und wieder, wenn es halb so viele mehr sind. Runden haben Vorrang. Verwendet wird ein Klassifikator nur, wenn er besser ist. Abschalten lässt es sich hier oder in den Einstellungen.</translation>
    </message>
    <message>
        <source>Training a classifier</source>
        <translation>Einen Klassifikator trainieren</translation>
    </message>
    <message>
        <source>Classifying the images</source>
        <translation>Bilder klassifizieren</translation>
    </message>
    <message>
        <source>Discard the classifier</source>
        <translation>Klassifikator verwerfen</translation>
    </message>
    <message>
        <source>The classifier is deleted; suggestions are made without it. No label changes.</source>
        <translation>Der Klassifikator wird gelöscht; Vorschläge entstehen ohne ihn. Kein Label ändert sich.</translation>
    </message>
    <message>
        <source>Discard the training</source>
        <translation>Training verwerfen</translation>
    </message>
    <message>
        <source>What this training has learned so far is deleted, and it cannot be resumed. No label changes.</source>
        <translation>Was dieses Training bisher gelernt hat, wird gelöscht, und es kann nicht fortgesetzt werden. Kein Label ändert sich.</translation>
    </message>
    <message>
        <source>Discarding the classifier</source>
        <translation>Klassifikator verwerfen</translation>
    </message>
    <message>
        <source>Train it again</source>
        <translation>Noch einmal trainieren</translation>
    </message>
    <message>
        <source>Train a classifier</source>
        <translation>Klassifikator trainieren</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Waits until this is done: {job}</source>
        <translation>Wartet, bis dies fertig ist: {job}</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>It is being stopped.</source>
        <translation>Es wird angehalten.</translation>
    </message>
    <message>
        <source>Nothing was learned yet.</source>
        <translation>Bisher ist nichts gelernt.</translation>
    </message>
    <message>
        <source>Training curve</source>
        <translation>Trainingskurve</translation>
    </message>
    <message>
        <source>Part of the training</source>
        <translation>Anteil des Trainings</translation>
    </message>
    <message>
        <source>Right on labels not seen</source>
        <translation>Richtig bei neuen Labels</translation>
    </message>
</context>
<context>
    <name>ClassifyDialog</name>
    <message>
        <source>Classify a folder</source>
        <translation>Ordner klassifizieren</translation>
    </message>
    <message>
        <source>A classifier that you have made says the class of every image in another folder. The result is a table; the images and the project of the classifier stay as they are.</source>
        <translation>Ein Klassifikator, den Sie gemacht haben, nennt die Klasse jedes Bildes in einem anderen Ordner. Das Ergebnis ist eine Tabelle; die Bilder und das Projekt des Klassifikators bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Project…</source>
        <translation>Projekt…</translation>
    </message>
    <message>
        <source>Exported folder…</source>
        <translation>Exportierter Ordner…</translation>
    </message>
    <message>
        <source>Classifier</source>
        <translation>Klassifikator</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Classify</source>
        <translation>Klassifizieren</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>Projekte</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>Tabellen</translation>
    </message>
    <message>
        <source>{folder} classified</source>
        <translation>{folder} klassifiziert</translation>
    </message>
    <message>
        <source>A run into this table was interrupted. It goes on where it stopped.</source>
        <translation>Ein Lauf in diese Tabelle wurde unterbrochen. Er wird dort fortgesetzt, wo er aufgehört hat.</translation>
    </message>
    <message>
        <source>Enter all three places.</source>
        <translation>Geben Sie alle drei Orte an.</translation>
    </message>
    <message>
        <source>There is no such project or folder of a classifier.</source>
        <translation>Dieses Projekt oder diesen Ordner eines Klassifikators gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no such folder of images.</source>
        <translation>Diesen Ordner mit Bildern gibt es nicht.</translation>
    </message>
    <message>
        <source>This name is too long. Choose a shorter one.</source>
        <translation>Dieser Name ist zu lang. Wählen Sie einen kürzeren.</translation>
    </message>
    <message>
        <source>This already exists. Choose a new name; nothing is ever overwritten.</source>
        <translation>Das gibt es schon. Wählen Sie einen neuen Namen; überschrieben wird nie etwas.</translation>
    </message>
    <message>
        <source>The table cannot be written there. Choose another place.</source>
        <translation>Dort lässt sich die Tabelle nicht schreiben. Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Nothing is ever written into a folder of images. Choose another place for the table.</source>
        <translation>In einen Ordner mit Bildern wird nie etwas geschrieben. Wählen Sie einen anderen Ort für die Tabelle.</translation>
    </message>
</context>
<context>
    <name>ColumnMapping</name>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Folder of the image</source>
        <translation>Ordner des Bildes</translation>
    </message>
    <message>
        <source>Group (patient, site, slide)</source>
        <translation>Gruppe (Patient, Ort, Präparat)</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Encoding of the text</source>
        <translation>Kodierung des Textes</translation>
    </message>
    <message>
        <source>detect ({encoding})</source>
        <translation>ermitteln ({encoding})</translation>
    </message>
    <message>
        <source>— none —</source>
        <translation>— keine —</translation>
    </message>
    <message>
        <source>comma</source>
        <translation>Komma</translation>
    </message>
    <message>
        <source>semicolon</source>
        <translation>Semikolon</translation>
    </message>
    <message>
        <source>tab</source>
        <translation>Tabulator</translation>
    </message>
    <message>
        <source>{encoding}, columns separated by {mark}; the first rows:</source>
        <translation>{encoding}, Spalten getrennt durch {mark}; die ersten Zeilen:</translation>
    </message>
</context>
<context>
    <name>ColumnsChip</name>
    <message>
        <source>More filters</source>
        <translation>Weitere Filter</translation>
    </message>
    <message>
        <source>no value</source>
        <translation>kein Wert</translation>
    </message>
</context>
<context>
    <name>ComparisonCard</name>
    <message>
        <source>Before and after</source>
        <translation>Vorher und nachher</translation>
    </message>
    <message>
        <source>Use the new one</source>
        <translation>Neue verwenden</translation>
    </message>
    <message>
        <source>After training, the embedding in use and the new one are compared here on your labels. The new one is used only if it is better, and the old one stays one click away.</source>
        <translation>Nach einem Training werden hier die verwendete und die neue Einbettung an Ihren Labels verglichen. Die neue wird nur verwendet, wenn sie besser ist, und die alte bleibt einen Klick entfernt.</translation>
    </message>
    <message>
        <source>Back to {name}</source>
        <translation>Zurück zu {name}</translation>
    </message>
</context>
<context>
    <name>DatePopup</name>
    <message>
        <source>from</source>
        <translation>von</translation>
    </message>
    <message>
        <source>until</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>The day on which the file was last modified</source>
        <translation>Der Tag, an dem die Datei zuletzt geändert wurde</translation>
    </message>
</context>
<context>
    <name>DecidedLabels</name>
    <message>
        <source>Keep what people decided</source>
        <translation>Behalten, was Menschen entschieden haben</translation>
    </message>
    <message>
        <source>Take the labels of the file</source>
        <translation>Die Labels der Datei übernehmen</translation>
    </message>
    <message>
        <source>Keep them and ask for a second opinion; the note says what the file says</source>
        <translation>Behalten und um eine zweite Meinung bitten; die Notiz nennt das Label der Datei</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Menschen</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Wie</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>und {n} weitere</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>unsicher</translation>
    </message>
    <message>
        <source>excluded</source>
        <translation>ausgeschlossen</translation>
    </message>
    <message>
        <source>not {name}</source>
        <translation>nicht {name}</translation>
    </message>
</context>
<context>
    <name>DecisionEffects</name>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Answers beside other labels</source>
        <translation>Antworten neben anderen Labels</translation>
    </message>
</context>
<context>
    <name>DigitKeys</name>
    <message>
        <source>The class “{name}” is not on the key {name}, but on {key}.</source>
        <translation>Die Klasse „{name}“ liegt nicht auf der Taste {name}, sondern auf {key}.</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>Give each digit to the class of that name</source>
        <translation>Jede Ziffer der gleichnamigen Klasse geben</translation>
    </message>
</context>
<context>
    <name>Disputes</name>
    <message>
        <source>People disagree</source>
        <translation>Uneinige Personen</translation>
    </message>
    <message>
        <source>The program doubts no other label. What people disagree on is settled here, with one key for each image.</source>
        <translation>Das Programm bezweifelt kein anderes Label. Strittige Bilder entscheiden Sie hier, mit einer Taste je Bild.</translation>
    </message>
    <message>
        <source>Settle what people disagree on…</source>
        <translation>Strittige Bilder entscheiden…</translation>
    </message>
</context>
<context>
    <name>DropArea</name>
    <message>
        <source>Choose folder…</source>
        <translation>Ordner wählen…</translation>
    </message>
    <message>
        <source>Open project…</source>
        <translation>Projekt öffnen…</translation>
    </message>
    <message>
        <source>Drop a folder of images here</source>
        <translation>Ordner mit Bildern hierher ziehen</translation>
    </message>
    <message>
        <source>unlabelled, or already sorted into class folders, or with a CSV</source>
        <translation>ohne Labels, schon in Klassenordner sortiert oder mit einer CSV-Tabelle</translation>
    </message>
</context>
<context>
    <name>Explanation</name>
    <message>
        <source>Nearest confirmed “{name}”</source>
        <translation>Ähnlichste bestätigte Bilder: „{name}“</translation>
    </message>
    <message>
        <source>Nearest labelled “{name}”</source>
        <translation>Ähnlichste Bilder mit Label: „{name}“</translation>
    </message>
    <message>
        <source>No similar image has a label yet.</source>
        <translation>Noch hat kein ähnliches Bild ein Label.</translation>
    </message>
    <message>
        <source>This one is labelled {name} ({source}).</source>
        <translation>Dieses hat das Label {name} ({source}).</translation>
    </message>
    <message>
        <source>You marked it not {name}; it will not be suggested again.</source>
        <translation>Sie haben {name} verworfen; das wird nicht wieder vorgeschlagen.</translation>
    </message>
    <message>
        <source>Number {place} of {total} suggested to be “{name}”, surest first.</source>
        <translation>Als „{name}“ vorgeschlagen: Nummer {place} von {total}, sicherste zuerst.</translation>
    </message>
    <message>
        <source>It is marked unsure.</source>
        <translation>Es ist als unsicher markiert.</translation>
    </message>
    <message>
        <source>It is excluded: none of the classes.</source>
        <translation>Es ist ausgeschlossen: keine der Klassen.</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>importiert</translation>
    </message>
    <message>
        <source>by a person</source>
        <translation>von einer Person</translation>
    </message>
    <message>
        <source>accepted suggestion</source>
        <translation>angenommener Vorschlag</translation>
    </message>
    <message>
        <source>near-duplicate with another label</source>
        <translation>Fast-Dublette mit anderem Label</translation>
    </message>
    <message>
        <source>outlier</source>
        <translation>Ausreißer</translation>
    </message>
    <message>
        <source>blurred</source>
        <translation>unscharf</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>unusual size</source>
        <translation>ungewöhnliche Größe</translation>
    </message>
    <message>
        <source>people disagreed</source>
        <translation>Personen waren sich uneinig</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>This creates a new file or folder. Your images and the project stay as they are.</source>
        <translation>Es entsteht eine neue Datei oder ein neuer Ordner. Ihre Bilder und das Projekt bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Copy the images</source>
        <translation>Bilder kopieren</translation>
    </message>
    <message>
        <source>Hard links: no extra space, same disk only</source>
        <translation>Hardlinks: kein zusätzlicher Platz, nur auf demselben Datenträger</translation>
    </message>
    <message>
        <source>Symbolic links: no extra space, break when the images move</source>
        <translation>Symbolische Links: kein zusätzlicher Platz, werden ungültig, wenn die Bilder verschoben werden</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>New place</source>
        <translation>Neuer Ort</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Split, %</source>
        <translation>Aufteilung, %</translation>
    </message>
    <message>
        <source>A folder of the images without a label</source>
        <translation>Ein Ordner für Bilder ohne Label</translation>
    </message>
    <message>
        <source>Empty folders for classes without images</source>
        <translation>Leere Ordner für Klassen ohne Bilder</translation>
    </message>
    <message>
        <source>Marked as UTF-8, so that Excel shows accents</source>
        <translation>Als UTF-8 gekennzeichnet, damit Excel Umlaute richtig zeigt</translation>
    </message>
    <message>
        <source>Texts such as =1+1 are not computed by a spreadsheet</source>
        <translation>Texte wie =1+1 berechnet kein Tabellenprogramm</translation>
    </message>
    <message>
        <source>Write all boxes anew instead of copying the files they came from</source>
        <translation>Alle Rahmen neu schreiben, statt die Dateien zu kopieren, aus denen sie kamen</translation>
    </message>
    <message>
        <source>Save frames and pages with boxes as images: the format names only files</source>
        <translation>Einzelbilder und Seiten mit Rahmen als Bilder mitspeichern: das Format nennt nur Dateien</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>The three parts must add up to 100 %.</source>
        <translation>Die drei Teile müssen zusammen 100 % ergeben.</translation>
    </message>
    <message>
        <source>This already exists. Choose a new name; nothing is ever overwritten.</source>
        <translation>Das gibt es schon. Wählen Sie einen neuen Namen; es wird nie etwas überschrieben.</translation>
    </message>
    <message>
        <source>Enter a name for the new place.</source>
        <translation>Geben Sie einen Namen für den neuen Ort ein.</translation>
    </message>
    <message>
        <source>The export begins when this is finished: {job}</source>
        <translation>Der Export beginnt, sobald dies fertig ist: {job}</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Show list</source>
        <translation>Liste anzeigen</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>Details anzeigen</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>Im Dateimanager anzeigen</translation>
    </message>
</context>
<context>
    <name>ExportModelDialog</name>
    <message>
        <source>Export the classifier</source>
        <translation>Klassifikator exportieren</translation>
    </message>
    <message>
        <source>This creates a new folder that works without this program: the network, a script that says the class of images, and a page that says what it learnt from and how good it is.</source>
        <translation>Das legt einen neuen Ordner an, der ohne dieses Programm auskommt: das Netz, ein Skript, das die Klasse von Bildern nennt, und eine Seite, die sagt, woraus er gelernt hat und wie gut er ist.</translation>
    </message>
    <message>
        <source>ONNX: for this program, ONNX Runtime and many others</source>
        <translation>ONNX: für dieses Programm, ONNX Runtime und viele andere</translation>
    </message>
    <message>
        <source>PyTorch: a program of torch.export</source>
        <translation>PyTorch: ein Programm von torch.export</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>Neuer Ordner</translation>
    </message>
    <message>
        <source>{project} classifier</source>
        <translation>{project} Klassifikator</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
</context>
<context>
    <name>FileActions</name>
    <message>
        <source>Folder of images</source>
        <translation>Ordner mit Bildern</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>Projekte</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>Projekt öffnen</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>Neues Projekt</translation>
    </message>
    <message>
        <source>The project {name} is ready.</source>
        <translation>Das Projekt {name} ist fertig.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Show list</source>
        <translation>Liste anzeigen</translation>
    </message>
    <message>
        <source>Sample project</source>
        <translation>Beispielprojekt</translation>
    </message>
    <message>
        <source>Checking files</source>
        <translation>Dateien prüfen</translation>
    </message>
    <message>
        <source>The folder {folder} is not there. Perhaps it is on a drive that is not connected, or it was moved or renamed. The labels of its images are safe.</source>
        <translation>Der Ordner {folder} ist nicht da. Vielleicht liegt er auf einem Laufwerk, das nicht angeschlossen ist, oder er wurde verschoben oder umbenannt. Die Labels seiner Bilder sind sicher.</translation>
    </message>
    <message>
        <source>Choose where it is now…</source>
        <translation>Wählen, wo er jetzt ist…</translation>
    </message>
    <message>
        <source>Rescan the folders</source>
        <translation>Ordner neu einlesen</translation>
    </message>
    <message>
        <source>Where is the folder {name} now?</source>
        <translation>Wo ist der Ordner {name} jetzt?</translation>
    </message>
    <message>
        <source>Nothing was scanned: the folder {name} is still missing.</source>
        <translation>Es wurde nichts eingelesen: Der Ordner {name} fehlt noch.</translation>
    </message>
    <message>
        <source>Scanning for files</source>
        <translation>Nach Dateien suchen</translation>
    </message>
    <message>
        <source>{new} new, {missing} missing, {changed} changed</source>
        <translation>{new} neu, {missing} fehlen, {changed} geändert</translation>
    </message>
    <message>
        <source>Add a folder of images</source>
        <translation>Einen Ordner mit Bildern hinzufügen</translation>
    </message>
    <message>
        <source>Adding a folder</source>
        <translation>Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Show its backups…</source>
        <translation>Sicherungen anzeigen…</translation>
    </message>
    <message>
        <source>Restoring a backup</source>
        <translation>Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>The damaged file is kept as {name}.</source>
        <translation>Die beschädigte Datei bleibt als {name} erhalten.</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Sicherung</translation>
    </message>
    <message>
        <source>A backup was made.</source>
        <translation>Eine Sicherung wurde angelegt.</translation>
    </message>
    <message>
        <source>Daily backup</source>
        <translation>Tägliche Sicherung</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search names and notes</source>
        <translation>Namen und Notizen durchsuchen</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>no class</source>
        <translation>keine Klasse</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Second opinion</source>
        <translation>Zweite Meinung</translation>
    </message>
    <message>
        <source>Missing files</source>
        <translation>Fehlende Dateien</translation>
    </message>
    <message>
        <source>deleted class</source>
        <translation>gelöschte Klasse</translation>
    </message>
    <message>
        <source>All images are in one folder.</source>
        <translation>Alle Bilder sind in einem Ordner.</translation>
    </message>
    <message>
        <source>No image has a group.</source>
        <translation>Kein Bild hat eine Gruppe.</translation>
    </message>
    <message>
        <source>Order: descending</source>
        <translation>Reihenfolge: absteigend</translation>
    </message>
    <message>
        <source>Order: ascending</source>
        <translation>Reihenfolge: aufsteigend</translation>
    </message>
    <message>
        <source>by metadata</source>
        <translation>nach Metadaten</translation>
    </message>
    <message>
        <source>Ascending</source>
        <translation>Aufsteigend</translation>
    </message>
    <message>
        <source>Descending</source>
        <translation>Absteigend</translation>
    </message>
    <message>
        <source>by {column}</source>
        <translation>nach {column}</translation>
    </message>
    <message>
        <source>by path</source>
        <translation>nach Pfad</translation>
    </message>
    <message>
        <source>by class</source>
        <translation>nach Klasse</translation>
    </message>
    <message>
        <source>by state</source>
        <translation>nach Zustand</translation>
    </message>
    <message>
        <source>by date</source>
        <translation>nach Datum</translation>
    </message>
    <message>
        <source>by file size</source>
        <translation>nach Dateigröße</translation>
    </message>
    <message>
        <source>by last decision</source>
        <translation>nach letzter Entscheidung</translation>
    </message>
    <message>
        <source>by similarity</source>
        <translation>nach Ähnlichkeit</translation>
    </message>
    <message>
        <source>most unusual in its class</source>
        <translation>ungewöhnlichste der Klasse</translation>
    </message>
    <message>
        <source>unlike every class</source>
        <translation>keiner Klasse ähnlich</translation>
    </message>
    <message>
        <source>Most similar first</source>
        <translation>Ähnlichste zuerst</translation>
    </message>
    <message>
        <source>Least similar first</source>
        <translation>Unähnlichste zuerst</translation>
    </message>
    <message>
        <source>Most unlike every class first</source>
        <translation>Keiner Klasse ähnliche zuerst</translation>
    </message>
    <message>
        <source>Most like a class first</source>
        <translation>Einer Klasse ähnlichste zuerst</translation>
    </message>
    <message>
        <source>Most unusual first</source>
        <translation>Ungewöhnlichste zuerst</translation>
    </message>
    <message>
        <source>Most typical first</source>
        <translation>Typischste zuerst</translation>
    </message>
</context>
<context>
    <name>FirstLabels</name>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Ten labels</source>
        <translation>Zehn Labels</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Close this card</source>
        <translation>Diese Karte schließen</translation>
    </message>
    <message>
        <source>What can an image be? Type the names of the classes or paste a list; more can follow later.</source>
        <translation>Was kann ein Bild sein? Tippen Sie die Namen der Klassen ein oder fügen Sie eine Liste ein; weitere können später folgen.</translation>
    </message>
    <message>
        <source>The program is working out a suggestion for the others.</source>
        <translation>Das Programm ermittelt einen Vorschlag für die übrigen.</translation>
    </message>
    <message>
        <source>The program is analysing the images and will suggest a class for the others.</source>
        <translation>Das Programm analysiert die Bilder und schlägt dann für die anderen eine Klasse vor.</translation>
    </message>
    <message>
        <source>The program has a suggestion for the others: accept the right ones, a page at a time.</source>
        <translation>Das Programm hat Vorschläge für die anderen: Nehmen Sie die richtigen an, Seite für Seite.</translation>
    </message>
    <message>
        <source>The program can now suggest a class for the others.</source>
        <translation>Das Programm kann jetzt eine Klasse für die übrigen vorschlagen.</translation>
    </message>
    <message>
        <source>The program can now analyse the images and suggest a class for the others.</source>
        <translation>Das Programm kann die Bilder jetzt analysieren und für die anderen eine Klasse vorschlagen.</translation>
    </message>
    <message>
        <source>Create {classes}</source>
        <translation>{classes} anlegen</translation>
    </message>
    <message>
        <source>Create the classes</source>
        <translation>Klassen anlegen</translation>
    </message>
    <message>
        <source>Suggest classes</source>
        <translation>Klassen vorschlagen</translation>
    </message>
    <message>
        <source>Analyse images and suggest</source>
        <translation>Bilder analysieren und vorschlagen</translation>
    </message>
    <message>
        <source>See suggestions</source>
        <translation>Vorschläge ansehen</translation>
    </message>
    <message>
        <source>Type the name of a class first.</source>
        <translation>Tippen Sie zuerst den Namen einer Klasse ein.</translation>
    </message>
    <message>
        <source>The program is working on it.</source>
        <translation>Das Programm arbeitet daran.</translation>
    </message>
    <message>
        <source>{n} more: {key}</source>
        <translation>{n} weitere: {key}</translation>
    </message>
</context>
<context>
    <name>FirstSteps</name>
    <message>
        <source>The first steps are above the images.</source>
        <translation>Die ersten Schritte stehen über den Bildern.</translation>
    </message>
    <message>
        <source>Give three images a class with the digit keys.</source>
        <translation>Geben Sie drei Bildern mit den Zifferntasten eine Klasse.</translation>
    </message>
    <message>
        <source>Correct a wrong label: {key} takes the expected class.</source>
        <translation>Berichtigen Sie ein falsches Label: {key} übernimmt die erwartete Klasse.</translation>
    </message>
    <message>
        <source>Undo the last decision: {key}.</source>
        <translation>Machen Sie die letzte Entscheidung rückgängig: {key}.</translation>
    </message>
    <message>
        <source>Let the program analyse the images.</source>
        <translation>Lassen Sie das Programm die Bilder analysieren.</translation>
    </message>
    <message>
        <source>Keep a label that is right: {key}.</source>
        <translation>Behalten Sie ein richtiges Label: {key}.</translation>
    </message>
    <message>
        <source>Accept a page of suggestions: {key}.</source>
        <translation>Nehmen Sie eine Seite Vorschläge an: {key}.</translation>
    </message>
</context>
<context>
    <name>FoundTexts</name>
    <message>
        <source>New classes: {names}</source>
        <translation>Neue Klassen: {names}</translation>
    </message>
    <message>
        <source>No image: {path}</source>
        <translation>Kein Bild: {path}</translation>
    </message>
</context>
<context>
    <name>GridActions</name>
    <message>
        <source>The last decision is still being written.</source>
        <translation>Die letzte Entscheidung wird noch geschrieben.</translation>
    </message>
    <message>
        <source>Labels are hidden here. Label the image as if it had never been labelled.</source>
        <translation>Labels sind hier verborgen. Ordnen Sie das Bild zu, als hätte es noch niemand getan.</translation>
    </message>
    <message>
        <source>It is decided already: a class key gives it another class, undo opens it again.</source>
        <translation>Das ist schon entschieden: Eine Klassentaste gibt eine andere Klasse, Rückgängig öffnet es wieder.</translation>
    </message>
    <message>
        <source>Nothing is selected.</source>
        <translation>Nichts ist ausgewählt.</translation>
    </message>
    <message>
        <source>Nothing is suggested for what is selected.</source>
        <translation>Für die Auswahl wird nichts vorgeschlagen.</translation>
    </message>
    <message>
        <source>Nothing is suggested in this row.</source>
        <translation>In dieser Zeile wird nichts vorgeschlagen.</translation>
    </message>
    <message>
        <source>There is no label to keep.</source>
        <translation>Es gibt kein Label zu behalten.</translation>
    </message>
    <message>
        <source>There is no label to remove.</source>
        <translation>Es gibt kein Label, das man entfernen könnte.</translation>
    </message>
    <message>
        <source>There is neither a suggestion nor a label to reject.</source>
        <translation>Es gibt weder einen Vorschlag noch ein Label zu verwerfen.</translation>
    </message>
    <message>
        <source>No other class is expected here.</source>
        <translation>Hier wird keine andere Klasse erwartet.</translation>
    </message>
</context>
<context>
    <name>GridMenu</name>
    <message>
        <source>{n} marked as wrong</source>
        <translation>{n} als falsch markiert</translation>
    </message>
    <message>
        <source>{n} selected</source>
        <translation>{n} ausgewählt</translation>
    </message>
    <message>
        <source>Open the group</source>
        <translation>Gruppe öffnen</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Klasse zuordnen</translation>
    </message>
    <message>
        <source>Group and note…</source>
        <translation>Gruppe und Notiz…</translation>
    </message>
</context>
<context>
    <name>GridModel</name>
    <message>
        <source>not analysed yet</source>
        <translation>noch nicht analysiert</translation>
    </message>
    <message>
        <source>selected</source>
        <translation>ausgewählt</translation>
    </message>
    <message>
        <source>suggested {name}</source>
        <translation>Vorschlag {name}</translation>
    </message>
    <message>
        <source>second opinion wanted</source>
        <translation>zweite Meinung gewünscht</translation>
    </message>
    <message>
        <source>decided on this page</source>
        <translation>auf dieser Seite entschieden</translation>
    </message>
    <message>
        <source>unlabelled</source>
        <translation>ohne Label</translation>
    </message>
    <message>
        <source>labelled</source>
        <translation>mit Label</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>unsicher</translation>
    </message>
    <message>
        <source>excluded</source>
        <translation>ausgeschlossen</translation>
    </message>
    <message>
        <source>The file is not there any more. Its label is safe.</source>
        <translation>Die Datei ist nicht mehr da. Ihr Label ist sicher.</translation>
    </message>
    <message>
        <source>The file is not there any more.</source>
        <translation>Die Datei ist nicht mehr da.</translation>
    </message>
    <message>
        <source>your answer: {name}</source>
        <translation>Ihre Antwort: {name}</translation>
    </message>
    <message>
        <source>A key means all of them. {key} opens the group.</source>
        <translation>Eine Taste gilt für alle. {key} öffnet die Gruppe.</translation>
    </message>
    <message>
        <source>Label: {name} ({state})</source>
        <translation>Label: {name} ({state})</translation>
    </message>
    <message>
        <source>Expected: {name}</source>
        <translation>Erwartet: {name}</translation>
    </message>
    <message>
        <source>Suggested: {name}</source>
        <translation>Vorgeschlagen: {name}</translation>
    </message>
</context>
<context>
    <name>GridPage</name>
    <message>
        <source>Labels are hidden here; similar images would tell them.</source>
        <translation>Labels sind hier verborgen; ähnliche Bilder würden sie verraten.</translation>
    </message>
    <message>
        <source>The images on this page have no groups.</source>
        <translation>Die Bilder auf dieser Seite haben keine Gruppen.</translation>
    </message>
    <message>
        <source>These are the newest results.</source>
        <translation>Das sind die neuesten Ergebnisse.</translation>
    </message>
    <message>
        <source>“{what}” works on the page {page}.</source>
        <translation>„{what}“ geht auf der Seite {page}.</translation>
    </message>
    <message>
        <source>“{what}” works on the page {page}, after {key} there.</source>
        <translation>„{what}“ geht auf der Seite {page}, dort nach {key}.</translation>
    </message>
    <message>
        <source>“{what}” works in the large view, which {key} opens.</source>
        <translation>„{what}“ geht in der großen Ansicht, die {key} öffnet.</translation>
    </message>
    <message>
        <source>Labels are hidden here; a folder often tells them.</source>
        <translation>Labels sind hier verborgen; ein Ordner verrät sie oft.</translation>
    </message>
</context>
<context>
    <name>GridView</name>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
</context>
<context>
    <name>GroupHeader</name>
    <message>
        <source>Everything in this group is decided.</source>
        <translation>In dieser Gruppe ist alles entschieden.</translation>
    </message>
</context>
<context>
    <name>Handbook</name>
    <message>
        <source>Handbook</source>
        <translation>Handbuch</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
</context>
<context>
    <name>HelpActions</name>
    <message>
        <source>Self-test</source>
        <translation>Selbsttest</translation>
    </message>
    <message>
        <source>Everything works</source>
        <translation>Alles funktioniert</translation>
    </message>
    <message>
        <source>Something does not work</source>
        <translation>Etwas funktioniert nicht</translation>
    </message>
    <message>
        <source>Self-test: {outcome}</source>
        <translation>Selbsttest: {outcome}</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>Save a diagnostic report</source>
        <translation>Diagnosebericht speichern</translation>
    </message>
    <message>
        <source>Archives</source>
        <translation>Archive</translation>
    </message>
    <message>
        <source>The report is in {file}. It was not sent anywhere; you can open it and see what it contains.</source>
        <translation>Der Bericht liegt in {file}. Er wurde nirgendwohin gesendet; Sie können ihn öffnen und ansehen, was er enthält.</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>Im Dateimanager anzeigen</translation>
    </message>
    <message>
        <source>Diagnostic report</source>
        <translation>Diagnosebericht</translation>
    </message>
</context>
<context>
    <name>HelpDialog</name>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Version {version}. Log files are in {folder}.</source>
        <translation>Version {version}. Protokolle liegen in {folder}.</translation>
    </message>
    <message>
        <source>Is everything working?</source>
        <translation>Funktioniert alles?</translation>
    </message>
    <message>
        <source>The self-test creates the sample project in a separate folder, analyses, labels, undoes and exports, and opens a hidden window. It takes about a minute; your projects are not touched.</source>
        <translation>Der Selbsttest legt das Beispielprojekt in einem eigenen Ordner an, analysiert es, ordnet zu, macht rückgängig, exportiert und öffnet ein verborgenes Fenster. Er dauert etwa eine Minute; Ihre Projekte bleiben unberührt.</translation>
    </message>
    <message>
        <source>Something went wrong?</source>
        <translation>Ist etwas schiefgegangen?</translation>
    </message>
    <message>
        <source>The diagnostic report is a file with versions, settings, logs and the figures of the open project. It contains no images and is not sent anywhere: you decide who gets it.</source>
        <translation>Der Diagnosebericht ist eine Datei mit Versionen, Einstellungen, Protokollen und den Zahlen des offenen Projekts. Er enthält keine Bilder und wird nirgendwohin gesendet: Sie entscheiden, wer ihn bekommt.</translation>
    </message>
    <message>
        <source>Include the names of images, folders and people</source>
        <translation>Namen von Bildern, Ordnern und Personen aufnehmen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Save a diagnostic report…</source>
        <translation>Diagnosebericht speichern…</translation>
    </message>
    <message>
        <source>Run the self-test</source>
        <translation>Selbsttest starten</translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message>
        <source>Label every image correctly with the fewest checks.</source>
        <translation>Jedes Bild richtig zuordnen und dabei so wenig wie möglich prüfen.</translation>
    </message>
    <message>
        <source>Everything stays on this computer. Your image files are never changed.</source>
        <translation>Alles bleibt auf diesem Computer. Ihre Bilddateien werden nie verändert.</translation>
    </message>
    <message>
        <source>RECENT PROJECTS</source>
        <translation>LETZTE PROJEKTE</translation>
    </message>
    <message>
        <source>Creating {name} … progress is shown in the bar below.</source>
        <translation>{name} wird angelegt … den Fortschritt zeigt die Leiste unten.</translation>
    </message>
    <message>
        <source>with the classifier of a project, into a table</source>
        <translation>mit dem Klassifikator eines Projekts, in eine Tabelle</translation>
    </message>
    <message>
        <source>Classifying {folder} was interrupted</source>
        <translation>Das Klassifizieren von {folder} wurde unterbrochen</translation>
    </message>
    <message>
        <source>Delete “{name}”? The images stay where they are.</source>
        <translation>„{name}“ löschen? Die Bilder bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>Discard the new project</source>
        <translation>Das neue Projekt verwerfen</translation>
    </message>
    <message>
        <source>Classify a folder…</source>
        <translation>Ordner klassifizieren…</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>New here?</source>
        <translation>Neu hier?</translation>
    </message>
    <message>
        <source>Open the sample: microscope images, some of them mislabelled on purpose. Try the keys; you cannot break anything.</source>
        <translation>Öffnen Sie das Beispiel: Mikroskopbilder, einige absichtlich falsch zugeordnet. Probieren Sie die Tasten aus; Sie können nichts kaputt machen.</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>Beispiel öffnen</translation>
    </message>
</context>
<context>
    <name>HoverCard</name>
    <message>
        <source>unsure</source>
        <translation>unsicher</translation>
    </message>
    <message>
        <source>excluded</source>
        <translation>ausgeschlossen</translation>
    </message>
    <message>
        <source>unlabelled</source>
        <translation>ohne Label</translation>
    </message>
</context>
<context>
    <name>ImageTexts</name>
    <message>
        <source>suggested: {name}</source>
        <translation>vorgeschlagen: {name}</translation>
    </message>
    <message>
        <source>expected: {name}</source>
        <translation>erwartet: {name}</translation>
    </message>
    <message>
        <source>marked as wrong</source>
        <translation>als falsch markiert</translation>
    </message>
</context>
<context>
    <name>ImageTools</name>
    <message>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>Brightness: back to the file's</source>
        <translation>Helligkeit der Datei wiederherstellen</translation>
    </message>
    <message>
        <source>Contrast: back to the file's</source>
        <translation>Kontrast der Datei wiederherstellen</translation>
    </message>
    <message>
        <source>Fit to window</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Actual size (1:1)</source>
        <translation>Originalgröße (1:1)</translation>
    </message>
    <message>
        <source>No image is shown.</source>
        <translation>Es wird kein Bild angezeigt.</translation>
    </message>
</context>
<context>
    <name>ImageView</name>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>This image is not unpacked yet.</source>
        <translation>Dieses Bild ist noch nicht entpackt.</translation>
    </message>
    <message>
        <source>Choose an image to see it here.</source>
        <translation>Wählen Sie ein Bild, um es hier zu sehen.</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import labels</source>
        <translation>Labels importieren</translation>
    </message>
    <message>
        <source>A dry run comes first: you see what would change before anything does.</source>
        <translation>Zuerst kommt ein Probelauf: Sie sehen, was sich ändern würde, bevor sich etwas ändert.</translation>
    </message>
    <message>
        <source>File or folder with the labels</source>
        <translation>Datei oder Ordner mit den Labels</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>A person checked every one of them (confirmed)</source>
        <translation>Eine Person hat jedes einzelne geprüft (bestätigt)</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Dry run</source>
        <translation>Probelauf</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Folder with the labels</source>
        <translation>Ordner mit den Labels</translation>
    </message>
    <message>
        <source>File with the labels</source>
        <translation>Datei mit den Labels</translation>
    </message>
    <message>
        <source>Choose a table, and its column with the images.</source>
        <translation>Wählen Sie eine Tabelle und deren Spalte mit den Bildern.</translation>
    </message>
    <message>
        <source>Choose the labels first.</source>
        <translation>Wählen Sie zuerst die Labels.</translation>
    </message>
    <message>
        <source>Do the dry run first.</source>
        <translation>Machen Sie zuerst den Probelauf.</translation>
    </message>
    <message>
        <source>Dry run …</source>
        <translation>Probelauf …</translation>
    </message>
    <message>
        <source>The dry run begins when this is finished: {job}</source>
        <translation>Der Probelauf beginnt, wenn dies fertig ist: {job}</translation>
    </message>
    <message>
        <source>Dry run of the import</source>
        <translation>Probelauf des Imports</translation>
    </message>
    <message>
        <source>There is nothing to import.</source>
        <translation>Es gibt nichts zu importieren.</translation>
    </message>
    <message>
        <source>Contradiction: {what}</source>
        <translation>Widerspruch: {what}</translation>
    </message>
    <message>
        <source>Decided by people ({n})</source>
        <translation>Von Menschen entschieden ({n})</translation>
    </message>
    <message>
        <source>Importing labels</source>
        <translation>Labels importieren</translation>
    </message>
</context>
<context>
    <name>JobBar</name>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Show new results</source>
        <translation>Neue Ergebnisse anzeigen</translation>
    </message>
    <message>
        <source>Which step it is, how fast, and where</source>
        <translation>Welcher Schritt, wie schnell und wo</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>All decisions saved {when}</source>
        <translation>Alle Entscheidungen gespeichert {when}</translation>
    </message>
    <message>
        <source>Saved {when}</source>
        <translation>Gespeichert {when}</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>stopping …</source>
        <translation>wird beendet …</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>{rate}/s</source>
        <translation>{rate}/s</translation>
    </message>
    <message>
        <source>{n} s left</source>
        <translation>noch {n} s</translation>
    </message>
    <message>
        <source>{n} min left</source>
        <translation>noch {n} min</translation>
    </message>
    <message>
        <source>{n} h left</source>
        <translation>noch {n} h</translation>
    </message>
</context>
<context>
    <name>JobQueue</name>
    <message>
        <source>{title} begins when this is finished: {job}</source>
        <translation>„{title}“ beginnt, sobald dies fertig ist: {job}</translation>
    </message>
    <message>
        <source>{earlier}, then {later}</source>
        <translation>{earlier}, danach {later}</translation>
    </message>
</context>
<context>
    <name>KeyStrip</name>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Take expected</source>
        <translation>Erwartete übernehmen</translation>
    </message>
    <message>
        <source>Not this</source>
        <translation>Nicht diese</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Unsicher</translation>
    </message>
    <message>
        <source>Exclude</source>
        <translation>Ausschließen</translation>
    </message>
    <message>
        <source>More classes: {n}</source>
        <translation>Weitere Klassen: {n}</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Move</source>
        <translation>Bewegen</translation>
    </message>
    <message>
        <source>Image to the left</source>
        <translation>Bild links</translation>
    </message>
    <message>
        <source>Image to the right</source>
        <translation>Bild rechts</translation>
    </message>
    <message>
        <source>Image above</source>
        <translation>Bild darüber</translation>
    </message>
    <message>
        <source>Image below</source>
        <translation>Bild darunter</translation>
    </message>
    <message>
        <source>First image</source>
        <translation>Erstes Bild</translation>
    </message>
    <message>
        <source>Last image</source>
        <translation>Letztes Bild</translation>
    </message>
    <message>
        <source>One screen up</source>
        <translation>Einen Bildschirm nach oben</translation>
    </message>
    <message>
        <source>One screen down</source>
        <translation>Einen Bildschirm nach unten</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>Auswählen</translation>
    </message>
    <message>
        <source>Select or unselect this image (Suggestions: mark it as wrong)</source>
        <translation>Bild auswählen oder abwählen (Vorschläge: als falsch markieren)</translation>
    </message>
    <message>
        <source>Select all that match</source>
        <translation>Alle passenden auswählen</translation>
    </message>
    <message>
        <source>Clear the selection, leave a group</source>
        <translation>Auswahl aufheben oder zurück</translation>
    </message>
    <message>
        <source>Select the row</source>
        <translation>Zeile auswählen</translation>
    </message>
    <message>
        <source>Select the group</source>
        <translation>Gruppe auswählen</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>Entscheiden</translation>
    </message>
    <message>
        <source>Choose a class by its name</source>
        <translation>Klasse nach Namen wählen</translation>
    </message>
    <message>
        <source>Accept the suggestion</source>
        <translation>Vorschlag annehmen</translation>
    </message>
    <message>
        <source>Accept all that is selected (Suggestions: all that is not marked)</source>
        <translation>Alles Ausgewählte annehmen (Vorschläge: alles nicht Markierte)</translation>
    </message>
    <message>
        <source>Accept the row, go to the next</source>
        <translation>Zeile annehmen, dann nächste</translation>
    </message>
    <message>
        <source>Not this class (Suggestions: mark it as wrong)</source>
        <translation>Nicht diese Klasse (Vorschläge: als falsch markieren)</translation>
    </message>
    <message>
        <source>Keep the given label</source>
        <translation>Vorhandenes Label behalten</translation>
    </message>
    <message>
        <source>Take the expected class</source>
        <translation>Erwartete Klasse übernehmen</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Unsicher</translation>
    </message>
    <message>
        <source>Exclude: none of the classes</source>
        <translation>Ausschließen: keine der Klassen</translation>
    </message>
    <message>
        <source>Needs a second opinion</source>
        <translation>Braucht eine zweite Meinung</translation>
    </message>
    <message>
        <source>Set all to their most common suggestion</source>
        <translation>Allen den häufigsten Vorschlag</translation>
    </message>
    <message>
        <source>Keep the labels of the whole group</source>
        <translation>Labels der Gruppe behalten</translation>
    </message>
    <message>
        <source>Take the expected class for the whole group</source>
        <translation>Erwartete Klasse für die ganze Gruppe übernehmen</translation>
    </message>
    <message>
        <source>Remove the label</source>
        <translation>Label entfernen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Show this image large</source>
        <translation>Dieses Bild groß anzeigen</translation>
    </message>
    <message>
        <source>Large: compare with this image</source>
        <translation>Groß: mit diesem vergleichen</translation>
    </message>
    <message>
        <source>Large: draw and change boxes</source>
        <translation>Groß: Rahmen zeichnen, ändern</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>Im Dateimanager anzeigen</translation>
    </message>
    <message>
        <source>Show groups as stacks</source>
        <translation>Gruppen als Stapel zeigen</translation>
    </message>
    <message>
        <source>Sort by similarity to this image</source>
        <translation>Nach Ähnlichkeit zu diesem Bild ordnen</translation>
    </message>
    <message>
        <source>Accept down to here</source>
        <translation>Bis hierher annehmen</translation>
    </message>
    <message>
        <source>This page is right</source>
        <translation>Diese Seite stimmt</translation>
    </message>
    <message>
        <source>This page is not all right</source>
        <translation>Diese Seite stimmt nicht ganz</translation>
    </message>
    <message>
        <source>Show new results now</source>
        <translation>Neue Ergebnisse jetzt anzeigen</translation>
    </message>
    <message>
        <source>Larger images</source>
        <translation>Größere Bilder</translation>
    </message>
    <message>
        <source>Smaller images</source>
        <translation>Kleinere Bilder</translation>
    </message>
    <message>
        <source>Show and change the keys</source>
        <translation>Tasten anzeigen und ändern</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Draw a line around images</source>
        <translation>Linie um Bilder ziehen</translation>
    </message>
    <message>
        <source>Show the images of this part of the map</source>
        <translation>Bilder im Ausschnitt anzeigen</translation>
    </message>
</context>
<context>
    <name>KeysSheet</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>The same on every page. With nothing selected, a key acts on the focused image. Click a key to change it; Del removes it.</source>
        <translation>Auf jeder Seite dieselben. Ist nichts ausgewählt, wirkt eine Taste auf das umrahmte Bild. Klicken Sie eine Taste an, um sie zu ändern; Entf entfernt sie.</translation>
    </message>
    <message>
        <source>CLASSES</source>
        <translation>KLASSEN</translation>
    </message>
    <message>
        <source>PAGES</source>
        <translation>SEITEN</translation>
    </message>
    <message>
        <source>Restore defaults</source>
        <translation>Auf Vorgaben zurücksetzen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Extend the selection while moving</source>
        <translation>Beim Bewegen auswählen</translation>
    </message>
    <message>
        <source>A class has the key beside its name</source>
        <translation>Die Taste einer Klasse steht neben ihrem Namen</translation>
    </message>
    <message>
        <source>a class</source>
        <translation>eine Klasse</translation>
    </message>
    <message>
        <source>Changed and saved.</source>
        <translation>Geändert und gespeichert.</translation>
    </message>
    <message>
        <source>{key} is the key of “{what}”. Nothing was changed.</source>
        <translation>{key} ist die Taste für „{what}“. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>All keys are back to their defaults. {names}: give another key, an action has this one now.</source>
        <translation>Alle Tasten sind wieder voreingestellt. {names}: Geben Sie eine andere Taste, diese hat jetzt eine Aktion.</translation>
    </message>
    <message>
        <source>All keys are back to their defaults.</source>
        <translation>Alle Tasten stehen wieder auf ihrer Vorgabe.</translation>
    </message>
</context>
<context>
    <name>LabelPage</name>
    <message>
        <source>Label</source>
        <translation>Zuordnen</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Nächste Seite</translation>
    </message>
    <message>
        <source>{done} of {total} decided</source>
        <translation>{done} von {total} entschieden</translation>
    </message>
    <message>
        <source>Press a class key to label the focused image and move on. {unsure} marks it unsure, {exclude} excludes it.</source>
        <translation>Eine Klassentaste gibt dem umrahmten Bild die Klasse und geht weiter. {unsure} heißt unsicher, {exclude} schließt aus.</translation>
    </message>
    <message>
        <source>Press a class key to label the focused image and move on; {key} accepts its suggestion. {unsure} marks it unsure, {exclude} excludes it.</source>
        <translation>Eine Klassentaste gibt dem umrahmten Bild die Klasse und geht weiter; {key} nimmt seinen Vorschlag an. {unsure} heißt unsicher, {exclude} schließt aus.</translation>
    </message>
    <message>
        <source>There are no classes yet. Name them first: {key} or a digit makes one.</source>
        <translation>Noch gibt es keine Klassen. Benennen Sie sie zuerst: {key} oder eine Ziffer legt eine an.</translation>
    </message>
    <message>
        <source>Nothing to label now</source>
        <translation>Im Moment nichts zuzuordnen</translation>
    </message>
    <message>
        <source>Rescan the folders</source>
        <translation>Ordner neu einlesen</translation>
    </message>
    <message>
        <source>Nothing left to label</source>
        <translation>Nichts mehr zuzuordnen</translation>
    </message>
    <message>
        <source>Every image is labelled, unsure or excluded. Check the suspects next.</source>
        <translation>Jedes Bild hat ein Label, ist unsicher oder ausgeschlossen. Prüfen Sie als Nächstes die Zweifelsfälle.</translation>
    </message>
    <message>
        <source>Go to Suspects</source>
        <translation>Zu den Zweifelsfällen</translation>
    </message>
</context>
<context>
    <name>LargeView</name>
    <message>
        <source>{n} of {total}</source>
        <translation>{n} von {total}</translation>
    </message>
    <message>
        <source>Arrows: the images around it · class keys decide · wheel zooms, dragging moves · Esc: back</source>
        <translation>Pfeile: Bilder daneben · Klassentasten entscheiden · Mausrad zoomt, Ziehen verschiebt · Esc: zurück</translation>
    </message>
    <message>
        <source>Drag: a new box · arrows move the chosen one, Del deletes it, class keys label it · Esc: done</source>
        <translation>Ziehen: ein neuer Rahmen · Pfeiltasten verschieben den gewählten, Entf löscht ihn, Klassentasten labeln ihn · Esc: fertig</translation>
    </message>
    <message>
        <source>The left image stays · arrows change the right one, which class keys decide · Esc: back</source>
        <translation>Das linke Bild bleibt · Pfeile wechseln das rechte, Klassentasten entscheiden es · Esc: zurück</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>Draw a box in an empty place, drag its inside to move it or a handle to resize it; Delete deletes it</source>
        <translation>An einer leeren Stelle einen Rahmen zeichnen, ihn innen verschieben, an den Griffen seine Größe ändern; Entf löscht ihn</translation>
    </message>
    <message>
        <source>Previous image</source>
        <translation>Vorheriges Bild</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Show or hide the keys below the image</source>
        <translation>Tasten unter dem Bild zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Back (Esc)</source>
        <translation>Zurück (Esc)</translation>
    </message>
    <message>
        <source>Choose a box first.</source>
        <translation>Wähle zuerst einen Rahmen.</translation>
    </message>
    <message>
        <source>No box is chosen</source>
        <translation>Kein Rahmen ist gewählt</translation>
    </message>
    <message>
        <source>Compared with: {what}</source>
        <translation>Im Vergleich: {what}</translation>
    </message>
    <message>
        <source>The image cannot be read, so nothing was decided, and nothing is lost.</source>
        <translation>Das Bild lässt sich nicht lesen, deshalb wurde nichts entschieden; verloren ist nichts.</translation>
    </message>
    <message>
        <source>The image was not there yet; press the key again.</source>
        <translation>Das Bild war noch nicht da; drücken Sie die Taste noch einmal.</translation>
    </message>
</context>
<context>
    <name>Leaving</name>
    <message>
        <source>{job} is still running and would be stopped.</source>
        <translation>{job}: läuft noch und würde angehalten.</translation>
    </message>
    <message>
        <source>What you have decided is saved in any case.</source>
        <translation>Was Sie entschieden haben, ist auf jeden Fall gespeichert.</translation>
    </message>
    <message>
        <source>Jobs are not finished</source>
        <translation>Noch nicht alles ist fertig</translation>
    </message>
    <message>
        <source>Close anyway</source>
        <translation>Trotzdem schließen</translation>
    </message>
    <message>
        <source>{job} was stopped.</source>
        <translation>Abgebrochen: {job}.</translation>
    </message>
</context>
<context>
    <name>ListPopup</name>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
</context>
<context>
    <name>LiveCard</name>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Loss and output spread as well</source>
        <translation>Auch Verlust und Streuung der Ausgaben</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Stop and compare</source>
        <translation>Beenden und vergleichen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>What was learned is kept: the training can be resumed later.</source>
        <translation>Das Gelernte bleibt: Das Training kann später fortgesetzt werden.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>It is being stopped.</source>
        <translation>Es wird gerade beendet.</translation>
    </message>
    <message>
        <source>Nothing was learned yet.</source>
        <translation>Es wurde noch nichts gelernt.</translation>
    </message>
    <message>
        <source>The curve appears with the first steps.</source>
        <translation>Die Kurve erscheint mit den ersten Schritten.</translation>
    </message>
    <message>
        <source>agreement of nearest neighbours with your labels: it should rise</source>
        <translation>Übereinstimmung nächster Nachbarn mit Ihren Labels: sie soll steigen</translation>
    </message>
    <message>
        <source>Without labels there is no way to tell how good it is; the loss should fall.</source>
        <translation>Ohne Labels lässt sich nicht sagen, wie gut es ist; der Verlust soll sinken.</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>output spread</source>
        <translation>Streuung der Ausgaben</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Open a project first.</source>
        <translation>Öffnen Sie zuerst ein Projekt.</translation>
    </message>
    <message>
        <source>There is no earlier page.</source>
        <translation>Es gibt keine frühere Seite.</translation>
    </message>
    <message>
        <source>Writing a large decision …</source>
        <translation>Eine große Entscheidung wird geschrieben …</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Lesen</translation>
    </message>
</context>
<context>
    <name>MapCanvas</name>
    <message>
        <source>Map of the images</source>
        <translation>Karte der Bilder</translation>
    </message>
    <message>
        <source>Arrows move, plus and minus zoom, 0 shows all, Enter takes the image nearest to the middle.</source>
        <translation>Pfeile verschieben, Plus und Minus vergrößern und verkleinern, 0 zeigt alles, die Eingabetaste wählt das Bild in der Mitte.</translation>
    </message>
</context>
<context>
    <name>MapColors</name>
    <message>
        <source>nothing suggested</source>
        <translation>kein Vorschlag</translation>
    </message>
    <message>
        <source>no label</source>
        <translation>kein Label</translation>
    </message>
    <message>
        <source>other classes</source>
        <translation>andere Klassen</translation>
    </message>
    <message>
        <source>unlabelled</source>
        <translation>ohne Label</translation>
    </message>
    <message>
        <source>labelled</source>
        <translation>mit Label</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>unsicher</translation>
    </message>
    <message>
        <source>excluded</source>
        <translation>ausgeschlossen</translation>
    </message>
    <message>
        <source>not in doubt</source>
        <translation>nicht zweifelhaft</translation>
    </message>
    <message>
        <source>worth checking</source>
        <translation>prüfenswert</translation>
    </message>
    <message>
        <source>probably wrong</source>
        <translation>wahrscheinlich falsch</translation>
    </message>
</context>
<context>
    <name>MapPage</name>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Colour by</source>
        <translation>Farben nach</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>Legende</translation>
    </message>
    <message>
        <source>Images in view</source>
        <translation>Bilder im Ausschnitt</translation>
    </message>
    <message>
        <source>Show the images of this part of the map as a grid</source>
        <translation>Die Bilder dieses Kartenausschnitts als Raster anzeigen</translation>
    </message>
    <message>
        <source>This image cannot be shown, so nothing was decided. “Rescan the folders” looks for the file.</source>
        <translation>Dieses Bild lässt sich nicht anzeigen, deshalb wurde nichts entschieden. „Ordner neu einlesen“ sucht die Datei.</translation>
    </message>
    <message>
        <source>{images} from the map</source>
        <translation>{images} von der Karte</translation>
    </message>
    <message>
        <source>No image is there.</source>
        <translation>Dort ist kein Bild.</translation>
    </message>
    <message>
        <source>Arranging the map</source>
        <translation>Karte anordnen</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Class or suggestion</source>
        <translation>Klasse oder Vorschlag</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Doubt</source>
        <translation>Zweifel</translation>
    </message>
    <message>
        <source>Analysing images …</source>
        <translation>Bilder werden analysiert …</translation>
    </message>
    <message>
        <source>Progress is shown in the bar below.</source>
        <translation>Den Fortschritt zeigt die Leiste unten.</translation>
    </message>
    <message>
        <source>The program analyses the images once, on this computer. It then draws a map on which similar images lie close together.</source>
        <translation>Das Programm analysiert die Bilder einmal, auf diesem Computer. Dann zeichnet es eine Karte, auf der ähnliche Bilder nahe beieinander liegen.</translation>
    </message>
    <message>
        <source>Analyse images</source>
        <translation>Bilder analysieren</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>Wird gelesen …</translation>
    </message>
    <message>
        <source>quick map</source>
        <translation>schnelle Karte</translation>
    </message>
    <message>
        <source>Drag to pan, scroll to zoom. Click an image to see it; Shift+drag around several to open them.</source>
        <translation>Ziehen verschiebt, das Mausrad vergrößert. Ein Klick zeigt ein Bild; Umschalt und Ziehen um mehrere öffnet sie.</translation>
    </message>
    <message>
        <source>Arrange by similarity</source>
        <translation>Nach Ähnlichkeit anordnen</translation>
    </message>
    <message>
        <source>Arrange again</source>
        <translation>Neu anordnen</translation>
    </message>
    <message>
        <source>Arranging …</source>
        <translation>Wird angeordnet …</translation>
    </message>
    <message>
        <source>The map is being arranged.</source>
        <translation>Die Karte wird gerade angeordnet.</translation>
    </message>
</context>
<context>
    <name>MapTools</name>
    <message>
        <source>Draw a line around images ({key}, or Shift and drag)</source>
        <translation>Linie um Bilder ziehen ({key} oder mit Umschalt ziehen)</translation>
    </message>
    <message>
        <source>Smaller (−)</source>
        <translation>Kleiner (−)</translation>
    </message>
    <message>
        <source>Larger (+)</source>
        <translation>Größer (+)</translation>
    </message>
    <message>
        <source>Show all (0)</source>
        <translation>Alles anzeigen (0)</translation>
    </message>
</context>
<context>
    <name>MarkNotices</name>
    <message>
        <source>It is marked already; {key} unmarks it.</source>
        <translation>Es ist schon markiert; {key} nimmt die Markierung weg.</translation>
    </message>
</context>
<context>
    <name>MergeDialog</name>
    <message>
        <source>Merge a package</source>
        <translation>Paket zusammenführen</translation>
    </message>
    <message>
        <source>image not in the project any more</source>
        <translation>Bild nicht mehr im Projekt</translation>
    </message>
    <message>
        <source>another picture by now</source>
        <translation>inzwischen ein anderes Bild</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>In the project</source>
        <translation>Im Projekt</translation>
    </message>
    <message>
        <source>In the package</source>
        <translation>Im Paket</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>und {n} weitere</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Zusammenführen</translation>
    </message>
    <message>
        <source>There is nothing in this package that can be merged. Nothing was changed.</source>
        <translation>In diesem Paket ist nichts, was sich zusammenführen lässt. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Answers that an earlier merge brought were taken back in this package. Merging is one decision that undo takes back.</source>
        <translation>Antworten aus einer früheren Zusammenführung wurden in diesem Paket zurückgenommen. Das Zusammenführen ist eine Entscheidung, die sich rückgängig machen lässt.</translation>
    </message>
    <message>
        <source>The answers are those of {people}. Merging is one decision that undo takes back.</source>
        <translation>Die Antworten sind von: {people}. Das Zusammenführen ist eine Entscheidung, die sich rückgängig machen lässt.</translation>
    </message>
</context>
<context>
    <name>Message</name>
    <message>
        <source> {n:# image|# images} could not be read.</source>
        <translation> {n:# Bild konnte|# Bilder konnten} nicht gelesen werden.</translation>
    </message>
    <message>
        <source>0, which tells nothing: {name} gave one and the same class to {n:the image|all # images}</source>
        <translation>0, was nichts aussagt: {name} hat {n:dem Bild|allen # Bildern} ein und dieselbe Klasse gegeben</translation>
    </message>
    <message>
        <source>A better embedding is in the box: {name} knows photographs. This project began with an earlier one and keeps it until you decide.</source>
        <translation>Das Programm bringt eine bessere Einbettung mit: {name} kennt Fotos. Dieses Projekt wurde mit einer früheren begonnen und behält sie, bis Sie sich entscheiden.</translation>
    </message>
    <message>
        <source>A class has characters that {file} cannot hold in its encoding, {encoding}. Nothing was written. Save the table in UTF-8 and import it again, or rename the class.</source>
        <translation>Eine Klasse hat Zeichen, die {file} in der Zeichenkodierung {encoding} nicht enthalten kann. Nichts wurde geschrieben. Speichern Sie die Tabelle in UTF-8 und importieren Sie sie neu, oder benennen Sie die Klasse um.</translation>
    </message>
    <message>
        <source>A class needs a name. Nothing was changed. Type one and try again.</source>
        <translation>Eine Klasse braucht einen Namen. Nichts wurde geändert. Tippen Sie einen ein und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>A classifier can be trained on the embedding “photo”, but not on “{name}”. Nothing was changed; let the project use “photo” first.</source>
        <translation>Ein Klassifikator lässt sich auf der Einbettung „photo“ trainieren, aber nicht auf „{name}“. Nichts wurde geändert; lassen Sie das Projekt zuerst „photo“ verwenden.</translation>
    </message>
    <message>
        <source>A field of the pattern {pattern} has no name. Nothing was changed. Write one between its braces: {example}.</source>
        <translation>Ein Feld des Musters {pattern} hat keinen Namen. Nichts wurde geändert. Schreiben Sie einen zwischen seine Klammern: {example}.</translation>
    </message>
    <message>
        <source>A file cannot be written ({reason})</source>
        <translation>Eine Datei kann nicht geschrieben werden ({reason})</translation>
    </message>
    <message>
        <source>A list of {n:# name|# names}.</source>
        <translation>Eine Liste von {n:# Namen|# Namen}.</translation>
    </message>
    <message>
        <source>A project holds at most {limit} classes; this would make {n}. Nothing was added. Check that the right column or folder level gives the class.</source>
        <translation>Ein Projekt fasst höchstens {limit} Klassen; das wären {n}. Nichts wurde hinzugefügt. Prüfen Sie, ob die richtige Spalte oder Ordnerebene die Klasse angibt.</translation>
    </message>
    <message>
        <source>A random sample of {n:# image|# images} out of {population}, drawn with the seed {seed:d}: {wrong} wrong. {sure:.1%} sure that at least {share:.1%} of those accepted without looking at them are right.</source>
        <translation>Stichprobe von {n:# Bild|# Bildern} aus {population}, mit dem Startwert {seed:d} gezogen: {wrong} falsch. Zu {sure:.1%} sicher sind mindestens {share:.1%} der ungesehen Angenommenen richtig.</translation>
    </message>
    <message>
        <source>A sample of {n:# image|# images} of {population} cannot show that at least {target} % of the rest are right ({sure} % sure), even if none is wrong. {least} would suffice. Nothing was drawn.</source>
        <translation>Eine Stichprobe von {n:# Bild|# Bildern} aus {population} kann nicht zeigen, dass mindestens {target} % vom Rest richtig sind (zu {sure} % sicher), selbst wenn keines falsch ist. {least} würden genügen. Nichts wurde gezogen.</translation>
    </message>
    <message>
        <source>A training was interrupted before and cannot be resumed. This one begins anew.</source>
        <translation>Ein Training wurde zuvor unterbrochen und lässt sich nicht fortsetzen. Dieses beginnt von vorn.</translation>
    </message>
    <message>
        <source>Accept the {n:suggestion of # image|suggestions of # images}</source>
        <translation>{n:Vorschlag für # Bild|Vorschläge für # Bilder} annehmen</translation>
    </message>
    <message>
        <source>Accept {n:the suggestion of # image|the suggestions of # images}; random sample of {sample}: {wrong} wrong, at least {share:.1%} right ({sure:.1%} sure)</source>
        <translation>{n:Den Vorschlag für # Bild|Die Vorschläge für # Bilder} annehmen; Stichprobe von {sample}: {wrong} falsch, mindestens {share:.1%} richtig (zu {sure:.1%} sicher)</translation>
    </message>
    <message>
        <source>Accept {n} as {name}</source>
        <translation>{n} als {name} annehmen</translation>
    </message>
    <message>
        <source>Accept {n} as {name} down to page {page} of {pages}; {seen:# page|# pages} seen</source>
        <translation>{n} als {name} annehmen bis Seite {page} von {pages}; {seen:# Seite|# Seiten} gesehen</translation>
    </message>
    <message>
        <source>Accept {n} as {name} down to page {page} of {pages}; {seen:# page|# pages} seen; audit of {sample} unseen ones: {wrong} wrong, at least {share:.0%} right (95 % sure)</source>
        <translation>{n} als {name} annehmen bis Seite {page} von {pages}; {seen:# Seite|# Seiten} gesehen; Stichprobe von {sample} ungesehenen: {wrong} falsch, mindestens {share:.0%} richtig (95 % sicher)</translation>
    </message>
    <message>
        <source>Accept {n} as {name} down to page {page} of {pages}; {seen:# page|# pages} seen; audit of {sample} unseen ones: {wrong} wrong, at least {share:.0%} right ({sure:.1%} sure)</source>
        <translation>{n} als {name} annehmen bis Seite {page} von {pages}; {seen:# Seite|# Seiten} gesehen; Stichprobe von {sample} ungesehenen: {wrong} falsch, mindestens {share:.0%} richtig ({sure:.1%} sicher)</translation>
    </message>
    <message>
        <source>Accept {n} as {name} down to page {page} of {pages}; {seen:# page|# pages} seen; none unseen</source>
        <translation>{n} als {name} annehmen bis Seite {page} von {pages}; {seen:# Seite|# Seiten} gesehen; keine ungesehen</translation>
    </message>
    <message>
        <source>Accept {n} as {name}; {rejected:# is|# are} not</source>
        <translation>{n} als {name} annehmen; {rejected:# ist|# sind} es nicht</translation>
    </message>
    <message>
        <source>Accepted {n:# image|# images} as {name}. Undo: {key}</source>
        <translation>{n:# Bild|# Bilder} als {name} angenommen. Rückgängig: {key}</translation>
    </message>
    <message>
        <source>Accuracy of {n:# label|all # labels}</source>
        <translation>Genauigkeit von {n:# Label|allen # Labels}</translation>
    </message>
    <message>
        <source>Accuracy of {n:# suggestion|all # suggestions}</source>
        <translation>Genauigkeit von {n:# Vorschlag|allen # Vorschlägen}</translation>
    </message>
    <message>
        <source>Accuracy of {n:this suggestion|these # suggestions}</source>
        <translation>Genauigkeit {n:dieses Vorschlags|dieser # Vorschläge}</translation>
    </message>
    <message>
        <source>Add class {name}</source>
        <translation>Klasse {name} anlegen</translation>
    </message>
    <message>
        <source>Add {n:# box|# boxes} from {file}</source>
        <translation>{n:# Rahmen|# Rahmen} aus {file} hinzufügen</translation>
    </message>
    <message>
        <source>Add {n} classes</source>
        <translation>{n} Klassen anlegen</translation>
    </message>
    <message>
        <source>Agreed over {n:# image|# images} of its group.</source>
        <translation>Übereinstimmend über {n:# Bild|# Bilder} der Gruppe.</translation>
    </message>
    <message>
        <source>All images with more than 8 bits are shown with one range: {low} is black and {high} is white.</source>
        <translation>Alle Bilder mit mehr als 8 Bit werden mit einem Bereich gezeigt: {low} ist schwarz, {high} ist weiß.</translation>
    </message>
    <message>
        <source>All others are decided, but the {n:file of # image|files of # images} {n:is|are} missing or damaged. Put {n:it|them} back in place, then rescan the folders.</source>
        <translation>Alle übrigen sind entschieden, aber {n:die Datei von # Bild fehlt oder ist|die Dateien von # Bildern fehlen oder sind} beschädigt. Legen Sie sie wieder an ihren Platz und lesen Sie die Ordner neu ein.</translation>
    </message>
    <message>
        <source>All {people} people together: Fleiss’ kappa {value}, over {n:one image that each of them|# images that all of them} answered.</source>
        <translation>Alle {people} Personen zusammen: Fleiss’ Kappa {value}, über {n:ein Bild, das jede von ihnen|# Bilder, die alle von ihnen} beantwortet {n:hat|haben}.</translation>
    </message>
    <message>
        <source>An interrupted training in {project} started from “{name}”. Nothing was changed; continue or discard that training first.</source>
        <translation>Ein unterbrochenes Training in {project} hat mit „{name}“ begonnen. Nichts wurde geändert; setzen Sie dieses Training zuerst fort oder verwerfen Sie es.</translation>
    </message>
    <message>
        <source>Another decision was stored in the meantime. Nothing was changed. Look at the history, and press the key again for that one.</source>
        <translation>Inzwischen wurde eine andere Entscheidung gespeichert. Nichts wurde geändert. Sehen Sie im Verlauf nach und drücken Sie die Taste noch einmal für diese.</translation>
    </message>
    <message>
        <source>Answers about {n:# image|# images} from the package {file}</source>
        <translation>Antworten zu {n:# Bild|# Bildern} aus dem Paket {file}</translation>
    </message>
    <message>
        <source>BYOL</source>
        <translation>BYOL</translation>
    </message>
    <message>
        <source>Between {first} and {second} of the pattern {pattern} stands nothing, so nobody can tell where one ends. Nothing was changed. Write what separates them in the names of the files.</source>
        <translation>Zwischen {first} und {second} des Musters {pattern} steht nichts, sodass niemand weiß, wo eines endet. Nichts wurde geändert. Schreiben Sie dazwischen, was sie in den Dateinamen trennt.</translation>
    </message>
    <message>
        <source>Boxes are written in this format only into copies of the files that they came from, never anew. Nothing was written. Let them be written back there, or choose COCO, Pascal VOC, YOLO or a table.</source>
        <translation>In diesem Format werden Rahmen nur in Kopien der Dateien geschrieben, aus denen sie kamen, nie neu. Nichts wurde geschrieben. Lassen Sie sie dorthin zurückschreiben, oder wählen Sie COCO, Pascal VOC, YOLO oder eine Tabelle.</translation>
    </message>
    <message>
        <source>Boxes: COCO (JSON)</source>
        <translation>Rahmen: COCO (JSON)</translation>
    </message>
    <message>
        <source>Boxes: Label Studio, back into its file</source>
        <translation>Rahmen: Label Studio, zurück in seine Datei</translation>
    </message>
    <message>
        <source>Boxes: Pascal VOC (XML)</source>
        <translation>Rahmen: Pascal VOC (XML)</translation>
    </message>
    <message>
        <source>Boxes: YOLO (text)</source>
        <translation>Rahmen: YOLO (Text)</translation>
    </message>
    <message>
        <source>Boxes: labelme, back into its files</source>
        <translation>Rahmen: labelme, zurück in seine Dateien</translation>
    </message>
    <message>
        <source>Boxes: table (CSV)</source>
        <translation>Rahmen: Tabelle (CSV)</translation>
    </message>
    <message>
        <source>Camtrap DP (data package)</source>
        <translation>Camtrap DP (Datenpaket)</translation>
    </message>
    <message>
        <source>Certificate {id:d} covers this label and {n:# other|# others}: at least {share:.1%} right ({sure:.1%} sure).</source>
        <translation>Zertifikat {id:d} gilt für dieses und {n:# weiteres Label|# weitere Labels}: mindestens {share:.1%} richtig (zu {sure:.1%} sicher).</translation>
    </message>
    <message>
        <source>Change group and note of {n:# image|# images}</source>
        <translation>Gruppe und Notiz von {n:# Bild|# Bildern} ändern</translation>
    </message>
    <message>
        <source>Change the appearance of {name}</source>
        <translation>Das Aussehen von {name} ändern</translation>
    </message>
    <message>
        <source>Change the key of {name}</source>
        <translation>Die Taste von {name} ändern</translation>
    </message>
    <message>
        <source>Change the note of {n:# image|# images}</source>
        <translation>Notiz von {n:# Bild|# Bildern} ändern</translation>
    </message>
    <message>
        <source>Change the order of the classes</source>
        <translation>Die Reihenfolge der Klassen ändern</translation>
    </message>
    <message>
        <source>Check {n:# image|# images} and find none wrong: then the other {rest:one is|# are} accepted together, at least {share} right ({sure} sure).</source>
        <translation>Prüfen Sie {n:# Bild|# Bilder} und finden Sie kein falsches: Dann {rest:wird das übrige|werden die übrigen #} gemeinsam angenommen, mindestens {share} davon richtig (zu {sure} sicher).</translation>
    </message>
    <message>
        <source>Class folders (ImageFolder)</source>
        <translation>Klassenordner (ImageFolder)</translation>
    </message>
    <message>
        <source>Classify {n:# new image|# new images}</source>
        <translation>{n:# neues Bild|# neue Bilder} klassifizieren</translation>
    </message>
    <message>
        <source>Colours are shown by the profile in each file from now on, so every image is analysed once more. Labels stay.</source>
        <translation>Farben werden ab jetzt nach dem Profil in jeder Datei gezeigt, darum wird jedes Bild noch einmal analysiert. Die Labels bleiben.</translation>
    </message>
    <message>
        <source>Copies with XMP side-cars</source>
        <translation>Kopien mit XMP-Begleitdateien</translation>
    </message>
    <message>
        <source>Corrections: labels you changed, among the first {n:suspect|# suspects}.</source>
        <translation>Korrekturen: Labels, die Sie geändert haben, unter {n:dem ersten Zweifelsfall|den ersten # Zweifelsfällen}.</translation>
    </message>
    <message>
        <source>Counting the videos: {n} so far …</source>
        <translation>Videos werden gezählt: bisher {n} …</translation>
    </message>
    <message>
        <source>Darwin Core occurrences (CSV)</source>
        <translation>Darwin-Core-Vorkommen (CSV)</translation>
    </message>
    <message>
        <source>Delete a box in {file}</source>
        <translation>Einen Rahmen in {file} löschen</translation>
    </message>
    <message>
        <source>Delete {name}</source>
        <translation>{name} löschen</translation>
    </message>
    <message>
        <source>Draw a box in {file}</source>
        <translation>Einen Rahmen in {file} zeichnen</translation>
    </message>
    <message>
        <source>Drawn from the suggestions of: {which}</source>
        <translation>Gezogen aus den Vorschlägen: {which}</translation>
    </message>
    <message>
        <source>Each of {n:# column|# columns} is a class; an image has that of the highest value: {names}.</source>
        <translation>{n:# Spalte steht|# Spalten stehen} für je eine Klasse; ein Bild bekommt die mit dem höchsten Wert: {names}.</translation>
    </message>
    <message>
        <source>Each of {n:# column|# columns} is read as the probability of a class: {names}.</source>
        <translation>Jede von {n:# Spalte|# Spalten} wird als Wahrscheinlichkeit einer Klasse gelesen: {names}.</translation>
    </message>
    <message>
        <source>EcoTaxa (TSV)</source>
        <translation>EcoTaxa (TSV)</translation>
    </message>
    <message>
        <source>Every image with more than 8 bits is shown with its own range.</source>
        <translation>Jedes Bild mit mehr als 8 Bit wird mit eigenem Bereich gezeigt.</translation>
    </message>
    <message>
        <source>Exclude {n:# image|# images}</source>
        <translation>{n:# Bild|# Bilder} ausschließen</translation>
    </message>
    <message>
        <source>Fewer than two of the classes that the classifier was trained on are left. Nothing was changed; train it again.</source>
        <translation>Von den Klassen, mit denen der Klassifikator trainiert wurde, sind weniger als zwei übrig. Nichts wurde geändert; trainieren Sie ihn noch einmal.</translation>
    </message>
    <message>
        <source>FiftyOne</source>
        <translation>FiftyOne</translation>
    </message>
    <message>
        <source>Files that are not read: {counts}.</source>
        <translation>Dateien, die nicht gelesen werden: {counts}.</translation>
    </message>
    <message>
        <source>Give each digit key to the class of that name</source>
        <translation>Jede Zifferntaste der gleichnamigen Klasse geben</translation>
    </message>
    <message>
        <source>Group {n:# image|# images} by patient</source>
        <translation>{n:# Bild|# Bilder} nach Patient gruppieren</translation>
    </message>
    <message>
        <source>Group {n:# image|# images} by study</source>
        <translation>{n:# Bild|# Bilder} nach Studie gruppieren</translation>
    </message>
    <message>
        <source>Group {n:# image|# images} by {column}</source>
        <translation>{n:# Bild|# Bilder} nach {column} gruppieren</translation>
    </message>
    <message>
        <source>Group {n:# image|# images} taken within {seconds} s of one another</source>
        <translation>{n:# Bild|# Bilder} gruppieren, aufgenommen im Abstand von höchstens {seconds} s</translation>
    </message>
    <message>
        <source>Groups and notes of {n:# image|# images} from {file}</source>
        <translation>Gruppen und Notizen von {n:# Bild|# Bildern} aus {file}</translation>
    </message>
    <message>
        <source>Held out: {right} of {n:# label|# labels}, round {round:d}; 95 % interval {interval}.</source>
        <translation>Zurückgehalten: {right} von {n:# Label|# Labels}, Runde {round:d}; 95‑%‑Intervall {interval}.</translation>
    </message>
    <message>
        <source>Hugging Face imagefolder</source>
        <translation>Hugging Face imagefolder</translation>
    </message>
    <message>
        <source>Images of one group and near-duplicates were never split between learning and testing ({n:# group|# groups}).</source>
        <translation>Bilder einer Gruppe und Fast-Dubletten wurden nie zwischen Lernen und Prüfen aufgeteilt ({n:# Gruppe|# Gruppen}).</translation>
    </message>
    <message>
        <source>Images with more than 8 bits are shown with another range from now on, so every image is analysed once more. Labels stay.</source>
        <translation>Bilder mit mehr als 8 Bit werden ab jetzt mit einem anderen Bereich gezeigt, deshalb wird jedes Bild noch einmal analysiert. Die Labels bleiben.</translation>
    </message>
    <message>
        <source>Images with more than 8 bits are shown with the full range of their numbers.</source>
        <translation>Bilder mit mehr als 8 Bit werden mit dem vollen Bereich ihrer Zahlen gezeigt.</translation>
    </message>
    <message>
        <source>Images with several channels are shown as {channels}.</source>
        <translation>Bilder mit mehreren Kanälen werden so gezeigt: {channels}.</translation>
    </message>
    <message>
        <source>It is void: {reason}.</source>
        <translation>Es gilt nicht mehr: {reason}.</translation>
    </message>
    <message>
        <source>It learns from {n:# image|# images}: there is no room on the disk for small copies of {more} more.</source>
        <translation>Es lernt aus {n:# Bild|# Bildern}: Für kleine Kopien von {more} weiteren ist kein Platz auf dem Datenträger.</translation>
    </message>
    <message>
        <source>It learns from {n:# label|# labels}.</source>
        <translation>Er lernt aus {n:# Label|# Labels}.</translation>
    </message>
    <message>
        <source>It learns from {n:# label|# labels}; {more:# more is|# more are} left out, evenly over the classes, to save room.</source>
        <translation>Gelernt wird von {n:# Label|# Labels}; {more:# weiteres bleibt|# weitere bleiben} weg, gleichmäßig über die Klassen, um Platz zu sparen.</translation>
    </message>
    <message>
        <source>It was never in view on this page.</source>
        <translation>Es war auf dieser Seite nie zu sehen.</translation>
    </message>
    <message>
        <source>Keep the {n:label of # image|labels of # images}</source>
        <translation>{n:Label von # Bild|Labels von # Bildern} behalten</translation>
    </message>
    <message>
        <source>Kept as text, although some values are numbers or dates: {n:# column|# columns}, {columns}.</source>
        <translation>Text geblieben, obwohl manche Werte Zahlen oder Daten sind: {n:# Spalte|# Spalten}, {columns}.</translation>
    </message>
    <message>
        <source>Label Studio (JSON)</source>
        <translation>Label Studio (JSON)</translation>
    </message>
    <message>
        <source>Label at least {n:# image|# images} of two classes first.</source>
        <translation>Labeln Sie zuerst mindestens {n:# Bild|# Bilder} aus zwei Klassen.</translation>
    </message>
    <message>
        <source>Label {n:# image|# images} {name}</source>
        <translation>{n:# Bild|# Bilder} als {name} zuordnen</translation>
    </message>
    <message>
        <source>Label {n:this image|these #}: press the key of the class; the next one follows. {done} of {n} done.</source>
        <translation>Ordnen Sie {n:dieses Bild|diese #} zu: Taste der Klasse drücken, dann folgt das nächste. {done} von {n} erledigt.</translation>
    </message>
    <message>
        <source>Labels of {n:# image|# images} from {file}</source>
        <translation>Labels von {n:# Bild|# Bildern} aus {file}</translation>
    </message>
    <message>
        <source>Labels of {n:# image|# images} from {file}, {some:# of them|# of them} over what people had decided</source>
        <translation>Labels von {n:# Bild|# Bildern} aus {file}, {some:# davon|# davon} anstelle der Entscheidung von Menschen</translation>
    </message>
    <message>
        <source>Labels of {n:# image|# images} from {file}; {some:# label that a person decided differs|# labels that people decided differ}, of which {stay:# stays|# stay} by the rule of the project</source>
        <translation>Labels von {n:# Bild|# Bildern} aus {file}; {some:# Label, das eine Person entschieden hat, ist|# Labels, die Personen entschieden haben, sind} anders; davon {stay:bleibt #|bleiben #} nach der Regel des Projekts</translation>
    </message>
    <message>
        <source>Labels of {n:# image|# images} from {file}; {some:# label that a person decided stays and asks|# labels that people decided stay and ask} for a second opinion</source>
        <translation>Labels von {n:# Bild|# Bildern} aus {file}; {some:# von Menschen entschiedenes Label bleibt und wartet|# von Menschen entschiedene Labels bleiben und warten} auf eine zweite Meinung</translation>
    </message>
    <message>
        <source>Labels of {n:# image|# images} from {file}; {some:# label that a person decided stays|# labels that people decided stay}</source>
        <translation>Labels von {n:# Bild|# Bildern} aus {file}; {some:# von Menschen entschiedenes Label bleibt|# von Menschen entschiedene Labels bleiben}</translation>
    </message>
    <message>
        <source>Labels were not stored, or undo did not give the earlier ones back.</source>
        <translation>Labels wurden nicht gespeichert, oder Rückgängig hat die früheren nicht zurückgebracht.</translation>
    </message>
    <message>
        <source>Last {n:image|# images} checked: {k} corrected.</source>
        <translation>{n:Letztes Bild|Letzte # Bilder} geprüft: {k} berichtigt.</translation>
    </message>
    <message>
        <source>Learn from {n:# image|# images}</source>
        <translation>Aus {n:# Bild|# Bildern} lernen</translation>
    </message>
    <message>
        <source>Learning from {n:# image|# images}</source>
        <translation>Lernt aus {n:# Bild|# Bildern}</translation>
    </message>
    <message>
        <source>Let the answer of most people be the label</source>
        <translation>Die Antwort der meisten Personen gilt als Label</translation>
    </message>
    <message>
        <source>Let the first answer be the label</source>
        <translation>Die erste Antwort gilt als Label</translation>
    </message>
    <message>
        <source>Let the first answer be the label until a dispute is settled</source>
        <translation>Die erste Antwort gilt als Label, bis eine Uneinigkeit entschieden ist</translation>
    </message>
    <message>
        <source>Let the latest answer be the label</source>
        <translation>Die letzte Antwort gilt als Label</translation>
    </message>
    <message>
        <source>Line {line} of {file} is written in a way that its box cannot be replaced safely. Nothing was written. Save the table as CSV again, and import it.</source>
        <translation>Zeile {line} von {file} ist so geschrieben, dass ihr Rahmen nicht sicher ersetzt werden kann. Nichts wurde geschrieben. Speichern Sie die Tabelle neu als CSV und importieren Sie sie.</translation>
    </message>
    <message>
        <source>Line {line} of {file} is written in a way that its class cannot be replaced safely. Nothing was written. Save the table as CSV again, and import it.</source>
        <translation>Zeile {line} von {file} ist so geschrieben, dass ihre Klasse nicht sicher ersetzt werden kann. Nichts wurde geschrieben. Speichern Sie die Tabelle noch einmal als CSV, und importieren Sie sie.</translation>
    </message>
    <message>
        <source>Mark {n:# image|# images} as unsure</source>
        <translation>{n:# Bild|# Bilder} als unsicher markieren</translation>
    </message>
    <message>
        <source>Measured on the same {n:held-out label|# held-out labels}; 95 % interval in brackets.</source>
        <translation>Gemessen an {n:demselben zurückgehaltenen Label|denselben # zurückgehaltenen Labels}; in Klammern das 95‑%‑Intervall.</translation>
    </message>
    <message>
        <source>Memory ran out: smaller batches from here on ({n:# image|# images} at a time).</source>
        <translation>Der Speicher reichte nicht: Von jetzt an sind die Stapel kleiner ({n:# Bild|# Bilder} auf einmal).</translation>
    </message>
    <message>
        <source>Memory ran out: {n:# image goes|# images at a time go} through the network from here on.</source>
        <translation>Der Speicher reichte nicht: Von jetzt an {n:geht # Bild|gehen # Bilder auf einmal} durch das Netz.</translation>
    </message>
    <message>
        <source>Merge {name} into {into}</source>
        <translation>{name} mit {into} vereinigen</translation>
    </message>
    <message>
        <source>Metadata of {n:# image|# images}: {columns}.</source>
        <translation>Metadaten von {n:# Bild|# Bildern}: {columns}.</translation>
    </message>
    <message>
        <source>Move a box in {file}</source>
        <translation>Einen Rahmen in {file} verschieben</translation>
    </message>
    <message>
        <source>Nearly all images are of one colour, so there is nothing to learn from them. Nothing was changed; look at them in the program: perhaps they were exported wrongly.</source>
        <translation>Fast alle Bilder sind einfarbig, daraus lässt sich nichts lernen. Nichts wurde geändert; sehen Sie sie im Programm an: Vielleicht wurden sie falsch exportiert.</translation>
    </message>
    <message>
        <source>Need no second opinion on {n:# image|# images}</source>
        <translation>Keine zweite Meinung zu {n:# Bild|# Bildern} nötig</translation>
    </message>
    <message>
        <source>New classes cannot be added to {file}: it has no list of names. Nothing was written. Add one.</source>
        <translation>Zu {file} können keine neuen Klassen hinzugefügt werden: Die Datei hat keine Liste von Namen. Nichts wurde geschrieben. Fügen Sie eine hinzu.</translation>
    </message>
    <message>
        <source>No boxes of the project came from files of this format, into which they could be written back. Nothing was written. Choose COCO, Pascal VOC, YOLO or a table.</source>
        <translation>Keine Rahmen des Projekts kamen aus Dateien dieses Formats, in die sie zurückgeschrieben werden könnten. Nichts wurde geschrieben. Wählen Sie COCO, Pascal VOC, YOLO oder eine Tabelle.</translation>
    </message>
    <message>
        <source>No certified accept is under way. Nothing was accepted. Draw a sample first.</source>
        <translation>Es läuft keine Annahme mit Zertifikat. Nichts wurde angenommen. Ziehen Sie zuerst eine Stichprobe.</translation>
    </message>
    <message>
        <source>No entry gives the path of an image. It has: {found}. Nothing was changed.</source>
        <translation>Kein Eintrag nennt den Pfad eines Bildes. Es gibt: {found}. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>No image for {n:# row|# rows}, or no fitting name.</source>
        <translation>Kein Bild für {n:# Zeile|# Zeilen}, oder kein passender Name.</translation>
    </message>
    <message>
        <source>No image has a label, and this format holds labelled ones only. Nothing was written.</source>
        <translation>Kein Bild hat ein Label, und dieses Format enthält nur Bilder mit Label. Nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>No label is left to check.</source>
        <translation>Es ist kein Label mehr zu prüfen.</translation>
    </message>
    <message>
        <source>No metadata was found.</source>
        <translation>Es wurden keine Metadaten gefunden.</translation>
    </message>
    <message>
        <source>No round has doubted any label yet. Nothing was changed. Run a round first.</source>
        <translation>Noch hat keine Runde ein Label bezweifelt. Nichts wurde geändert. Starten Sie zuerst eine Runde.</translation>
    </message>
    <message>
        <source>No task has a choice, so that there is no class in it.</source>
        <translation>Keine Aufgabe enthält eine Auswahl, also auch keine Klasse.</translation>
    </message>
    <message>
        <source>No {links} can be made there ({reason}). Nothing was written. Export as copies, or to the disk that holds the images.</source>
        <translation>Dort lassen sich keine {links} anlegen ({reason}). Nichts wurde geschrieben. Exportieren Sie als Kopien oder auf den Datenträger mit den Bildern.</translation>
    </message>
    <message>
        <source>Nobody called {name} has said anything here. Nothing was changed. The people are: {people}.</source>
        <translation>Niemand namens {name} hat hier etwas gesagt. Nichts wurde geändert. Die Personen sind: {people}.</translation>
    </message>
    <message>
        <source>Nobody has said anything here yet, nor has {name}. Nothing was changed.</source>
        <translation>Hier hat noch niemand etwas gesagt, auch {name} nicht. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>None of the images can be read: {reason}. Nothing was written.</source>
        <translation>Keines der Bilder lässt sich lesen: {reason}. Nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>None of the images in this project can be read, so there is nothing to embed. Nothing was changed; look at the list of skipped files, or scan the folder again.</source>
        <translation>Keines der Bilder dieses Projekts ist lesbar, also gibt es nichts zu analysieren. Nichts wurde geändert; sehen Sie in die Liste der ausgelassenen Dateien oder lesen Sie die Ordner neu ein.</translation>
    </message>
    <message>
        <source>None of the images in {file} is in this project. Nothing was changed. Choose the project that the package was made from.</source>
        <translation>Keines der Bilder in {file} gehört zu diesem Projekt. Nichts wurde geändert. Wählen Sie das Projekt, aus dem das Paket stammt.</translation>
    </message>
    <message>
        <source>Nothing changes: {range}</source>
        <translation>Es ändert sich nichts: {range}</translation>
    </message>
    <message>
        <source>ONNX Runtime cannot be loaded here ({reason}), and exported classifiers need it. Nothing was written. Install the program again, or use the project itself.</source>
        <translation>ONNX Runtime lässt sich hier nicht laden ({reason}), und exportierte Klassifikatoren brauchen es. Nichts wurde geschrieben. Installieren Sie das Programm neu, oder verwenden Sie das Projekt selbst.</translation>
    </message>
    <message>
        <source>Of images with several channels, the first is shown.</source>
        <translation>Von Bildern mit mehreren Kanälen wird der erste gezeigt.</translation>
    </message>
    <message>
        <source>Of {checked:# label|# labels} that round {round:d} checked, {n:# is|# are} expected to belong to another class by classifiers that had not seen {checked:it|them}.</source>
        <translation>Von {checked:# Label, das|# Labels, die} Runde {round:d} geprüft hat, erwarten Klassifikatoren, die {checked:es|sie} nicht gesehen hatten, bei {n:#|#} eine andere Klasse.</translation>
    </message>
    <message>
        <source>Of {n:# audited suggestion|# audited suggestions} shown at {low}–{high}, {k:# was|# were} right.</source>
        <translation>Von {n:# geprüften Vorschlag|# geprüften Vorschlägen} mit {low}–{high} Sicherheit {k:war # richtig|waren # richtig}.</translation>
    </message>
    <message>
        <source>Of {n:# file|# files} with several pages or frames, only the first was classified: {files}.</source>
        <translation>Von {n:# Datei|# Dateien} mit mehreren Seiten oder Bildern wurde nur die erste Seite klassifiziert: {files}.</translation>
    </message>
    <message>
        <source>Of {n:# label|# labels} that it had not seen, {share:.1%} were right ({low:.1%} to {high:.1%}).</source>
        <translation>Von {n:# Label|# Labels}, die er nicht kannte, waren {share:.1%} richtig ({low:.1%} bis {high:.1%}).</translation>
    </message>
    <message>
        <source>On {n:# image|# images} the later one could see the label: that is no independent answer.</source>
        <translation>Bei {n:# Bild|# Bildern} konnte die spätere Person das Label sehen: Das ist keine unabhängige Antwort.</translation>
    </message>
    <message>
        <source>On {n:# label|# labels} that neither had seen, suggestions with it are right as often as without it (95 % interval of the difference {low} to {high} percentage points).</source>
        <translation>Auf {n:# Label|# Labels}, die kein Modell gesehen hatte, liegen Vorschläge mit ihm so oft richtig wie ohne ihn (95‑%‑Intervall des Unterschieds: {low} bis {high} Prozentpunkte).</translation>
    </message>
    <message>
        <source>On {n:# label|# labels} that neither had seen, suggestions with it are right less often by {less} percentage points (95 % interval {low} to {high}).</source>
        <translation>Auf {n:# Label|# Labels}, die kein Modell gesehen hatte, liegen Vorschläge mit ihm um {less} Prozentpunkte seltener richtig (95‑%‑Intervall {low} bis {high}).</translation>
    </message>
    <message>
        <source>On {n:# label|# labels} that neither had seen, suggestions with it are right more often by {more} percentage points (95 % interval {low} to {high}).</source>
        <translation>Auf {n:# Label|# Labels}, die kein Modell gesehen hatte, liegen Vorschläge mit ihm um {more} Prozentpunkte häufiger richtig (95‑%‑Intervall {low} bis {high}).</translation>
    </message>
    <message>
        <source>On {n:# label|# labels} that neither had seen, suggestions with it were right less often by {less} percentage points, which may be chance (95 % interval of the difference {low} to {high}).</source>
        <translation>Auf {n:# Label|# Labels}, die kein Modell gesehen hatte, lagen Vorschläge mit ihm um {less} Prozentpunkte seltener richtig, was Zufall sein kann (95‑%‑Intervall des Unterschieds: {low} bis {high}).</translation>
    </message>
    <message>
        <source>On {n:# label|# labels} that neither had seen, suggestions with it were right more often by {more} percentage points, which may be chance (95 % interval of the difference {low} to {high}).</source>
        <translation>Auf {n:# Label|# Labels}, die kein Modell gesehen hatte, lagen Vorschläge mit ihm um {more} Prozentpunkte häufiger richtig, was Zufall sein kann (95‑%‑Intervall des Unterschieds: {low} bis {high}).</translation>
    </message>
    <message>
        <source>Only the other {n:one|#}</source>
        <translation>Nur {n:das andere|die anderen #}</translation>
    </message>
    <message>
        <source>Only {n} of the sample's images got a place on the map.</source>
        <translation>Nur {n} Bilder des Beispiels bekamen einen Platz auf der Karte.</translation>
    </message>
    <message>
        <source>Only {n} of the sample's images were embedded, {skipped} skipped.</source>
        <translation>Nur {n} Bilder des Beispiels wurden analysiert, {skipped} ausgelassen.</translation>
    </message>
    <message>
        <source>Only {share:.0%} of the first {n} suspects are the sample's wrong labels.</source>
        <translation>Nur {share:.0%} der ersten {n} Zweifelsfälle sind die falschen Labels des Beispiels.</translation>
    </message>
    <message>
        <source>Only {share:.0%} of {n} images without a label got the right suggestion.</source>
        <translation>Nur {share:.0%} von {n} Bildern ohne Label bekamen den richtigen Vorschlag.</translation>
    </message>
    <message>
        <source>People disagree on {n:# image|# images}</source>
        <translation>Die Personen sind uneinig bei {n:# Bild|# Bildern}</translation>
    </message>
    <message>
        <source>People disagree on {n:# image|# images}.</source>
        <translation>Personen sind sich bei {n:# Bild|# Bildern} uneinig.</translation>
    </message>
    <message>
        <source>People disagree on {n:# image|# images}: settle {n:it|them} on Suspects.</source>
        <translation>Die Personen sind uneinig bei {n:# Bild|# Bildern}: unter Zweifelsfälle entscheiden.</translation>
    </message>
    <message>
        <source>Photographs in colour with more than 8 bits are shown with the full range of their numbers, other images with their own range.</source>
        <translation>Farbfotos mit mehr als 8 Bit werden mit dem vollen Bereich ihrer Zahlen gezeigt, andere Bilder mit eigenem Bereich.</translation>
    </message>
    <message>
        <source>Put {n:# image|# images} into the group {group}</source>
        <translation>{n:# Bild|# Bilder} in die Gruppe {group} legen</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Reject the class of {n:# image|# images}</source>
        <translation>Klasse von {n:# Bild|# Bildern} verwerfen</translation>
    </message>
    <message>
        <source>Reject {n} as {name}</source>
        <translation>{n} als {name} ablehnen</translation>
    </message>
    <message>
        <source>Remove the label from {n:# image|# images}</source>
        <translation>Label von {n:# Bild|# Bildern} entfernen</translation>
    </message>
    <message>
        <source>Rename {old} to {new}</source>
        <translation>{old} in {new} umbenennen</translation>
    </message>
    <message>
        <source>Request a second opinion on {n:# image|# images}</source>
        <translation>Zweite Meinung zu {n:# Bild|# Bildern} anfordern</translation>
    </message>
    <message>
        <source>Resize a box in {file}</source>
        <translation>Die Größe eines Rahmens in {file} ändern</translation>
    </message>
    <message>
        <source>Round {round:d}: {share} right
95 % interval {interval}
{checked} of {labels:# label|# labels} checked</source>
        <translation>Runde {round:d}: {share} richtig
95‑%‑Intervall {interval}
{checked} von {labels:# Label|# Labels} geprüft</translation>
    </message>
    <message>
        <source>Send the folder {folder} along.</source>
        <translation>Schicken Sie den Ordner {folder} mit.</translation>
    </message>
    <message>
        <source>Settle what people disagree on: {what}</source>
        <translation>Strittiges entscheiden: {what}</translation>
    </message>
    <message>
        <source>SimSiam</source>
        <translation>SimSiam</translation>
    </message>
    <message>
        <source>Some answers in {file} are those of a person without a name. Nothing was changed. Ask who gave them, give that person a name in that file, and merge it then.</source>
        <translation>Einige Antworten in {file} sind die einer Person ohne Namen. Nichts wurde geändert. Fragen Sie, wer sie gegeben hat, geben Sie der Person in dieser Datei einen Namen, und führen Sie sie dann zusammen.</translation>
    </message>
    <message>
        <source>Some images of this package are not unpacked yet. What is unpacked stays.</source>
        <translation>Einige Bilder dieses Pakets sind noch nicht entpackt. Was entpackt ist, bleibt.</translation>
    </message>
    <message>
        <source>Some settings could not be used and are back to their defaults ({names}). Your projects are not affected.</source>
        <translation>Einige Einstellungen konnten nicht verwendet werden und stehen wieder auf ihren Vorgaben ({names}). Ihre Projekte sind nicht betroffen.</translation>
    </message>
    <message>
        <source>Stack of {n:# image|# images}</source>
        <translation>Stapel aus {n:# Bild|# Bildern}</translation>
    </message>
    <message>
        <source>Table (CSV)</source>
        <translation>Tabelle (CSV)</translation>
    </message>
    <message>
        <source>Take groups from folder names</source>
        <translation>Gruppen aus Ordnernamen übernehmen</translation>
    </message>
    <message>
        <source>Take the expected class of {n:# image|# images}</source>
        <translation>Erwartete Klasse für {n:# Bild|# Bilder} übernehmen</translation>
    </message>
    <message>
        <source>Take {n:# class|# classes} from folder names</source>
        <translation>{n:# Klasse|# Klassen} aus Ordnernamen übernehmen</translation>
    </message>
    <message>
        <source>Take {n:# image|# images} out of {n:its group|their groups}</source>
        <translation>{n:# Bild|# Bilder} aus {n:seiner Gruppe|ihren Gruppen} nehmen</translation>
    </message>
    <message>
        <source>The answer is taken back; the label is “{label}” by {name}, {because}.</source>
        <translation>Die Antwort ist zurückgenommen; das Label ist „{label}“ von {name}, {because}.</translation>
    </message>
    <message>
        <source>The answer is taken back; the label is “{label}”, {because}.</source>
        <translation>Die Antwort ist zurückgenommen; das Label ist „{label}“, {because}.</translation>
    </message>
    <message>
        <source>The answer “{answer}” is kept; the label is “{label}” by {name}, {because}.</source>
        <translation>Die Antwort „{answer}“ bleibt erhalten; das Label ist „{label}“ von {name}, {because}.</translation>
    </message>
    <message>
        <source>The answer “{answer}” is kept; the label is “{label}”, {because}.</source>
        <translation>Die Antwort „{answer}“ bleibt erhalten; das Label ist „{label}“, {because}.</translation>
    </message>
    <message>
        <source>The backbone could not be written to {folder} ({reason}). Nothing was changed; free space and try again.</source>
        <translation>Das Netz konnte nicht nach {folder} geschrieben werden ({reason}). Nichts wurde geändert; schaffen Sie Platz und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The backbone “{name}” gives {dim} values, its card says {said}. Import it again.</source>
        <translation>Das Netz „{name}“ liefert {dim} Werte, seine Beschreibung sagt {said}. Importieren Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The backbone “{name}” produces values that are not numbers; its weights are probably damaged. Nothing was stored; import the weights again or choose another backbone.</source>
        <translation>Das Netz „{name}“ liefert Werte, die keine Zahlen sind; seine Gewichte sind wohl beschädigt. Nichts wurde gespeichert; importieren Sie die Gewichte noch einmal oder wählen Sie ein anderes Netz.</translation>
    </message>
    <message>
        <source>The box {place} is not in {source} any more. Nothing was written. Import the boxes again.</source>
        <translation>Der Rahmen {place} ist nicht mehr in {source}. Nichts wurde geschrieben. Importieren Sie die Rahmen noch einmal.</translation>
    </message>
    <message>
        <source>The braces of the pattern {pattern} do not match. Nothing was changed. Each field is one name in braces: {example}.</source>
        <translation>Die Klammern des Musters {pattern} passen nicht zueinander. Nichts wurde geändert. Jedes Feld ist ein Name in geschweiften Klammern: {example}.</translation>
    </message>
    <message>
        <source>The built-in embedding cannot be trained further. Nothing was changed; start from another backbone, or from nothing.</source>
        <translation>Die eingebaute Einbettung lässt sich nicht weiter trainieren. Nichts wurde geändert; gehen Sie von einem anderen Netz oder von nichts aus.</translation>
    </message>
    <message>
        <source>The built-in embedding of {file} was made by an earlier version. Nothing was changed. Open the project and analyse the images again.</source>
        <translation>Die eingebaute Einbettung von {file} stammt von einer früheren Version. Nichts wurde geändert. Öffnen Sie das Projekt und analysieren Sie die Bilder noch einmal.</translation>
    </message>
    <message>
        <source>The camera stored {n:# photograph|# photographs} turned, and the source does not say which way the boxes are meant. Look whether they fit:</source>
        <translation>Die Kamera hat {n:# Foto|# Fotos} gedreht gespeichert, und die Quelle sagt nicht, wie die Rahmen gemeint sind. Sehen Sie nach, ob sie passen:</translation>
    </message>
    <message>
        <source>The class may be in several columns of {file}: {columns}. Nothing was changed. Choose one of them.</source>
        <translation>Die Klasse kann in mehreren Spalten von {file} stehen: {columns}. Nichts wurde geändert. Wählen Sie eine davon.</translation>
    </message>
    <message>
        <source>The class may be in several controls of {file}: {found}. Nothing was changed. Choose one of them.</source>
        <translation>Die Klasse kann in mehreren Auswahlfeldern von {file} stehen: {found}. Nichts wurde geändert. Wählen Sie eines davon.</translation>
    </message>
    <message>
        <source>The class {label} has characters that XML cannot hold, for {file}. Nothing was written. Rename it.</source>
        <translation>Die Klasse {label} hat Zeichen, die XML nicht enthalten kann, für {file}. Nichts wurde geschrieben. Benennen Sie sie um.</translation>
    </message>
    <message>
        <source>The class {label} is new to {file}, and there is no file with the names of classes that could be written with it. Nothing was written. Import the folder that holds it too.</source>
        <translation>Die Klasse {label} ist für {file} neu, und es gibt keine Datei mit den Namen der Klassen, die mitgeschrieben werden könnte. Nichts wurde geschrieben. Importieren Sie den Ordner, der auch diese enthält.</translation>
    </message>
    <message>
        <source>The class {name} was deleted meanwhile and is left out.</source>
        <translation>Die Klasse {name} wurde inzwischen gelöscht und bleibt weg.</translation>
    </message>
    <message>
        <source>The class {name} was merged into {into} meanwhile: what was learnt of it counts as that.</source>
        <translation>Die Klasse {name} wurde inzwischen mit {into} vereint: Was von ihr gelernt wurde, zählt für diese.</translation>
    </message>
    <message>
        <source>The class {name} was renamed meanwhile: it is {now} now.</source>
        <translation>Die Klasse {name} wurde inzwischen umbenannt: Sie heißt jetzt {now}.</translation>
    </message>
    <message>
        <source>The classifier continues block {first} of the embedding “{name}”, which has {blocks}. Nothing was changed; train the classifier again.</source>
        <translation>Der Klassifikator setzt Block {first} der Einbettung „{name}“ fort, die {blocks} hat. Nichts wurde geändert; trainieren Sie den Klassifikator noch einmal.</translation>
    </message>
    <message>
        <source>The classifier has changed since this was begun: every image is classified again.</source>
        <translation>Der Klassifikator ist nicht mehr der, mit dem begonnen wurde: Jedes Bild wird noch einmal klassifiziert.</translation>
    </message>
    <message>
        <source>The classifier in {file} does not fit together: its weights are not for the {n:# class|# classes} that it names. Nothing was changed; get the file again, or train it again.</source>
        <translation>Der Klassifikator in {file} passt nicht zusammen: Seine Gewichte sind nicht für die {n:# Klasse|# Klassen}, die er nennt. Nichts wurde geändert; die Datei noch einmal holen oder ihn noch einmal trainieren.</translation>
    </message>
    <message>
        <source>The classifier in {file} is cut off or damaged. Nothing was changed; get the file again, or train it again.</source>
        <translation>Der Klassifikator in {file} ist abgeschnitten oder beschädigt. Nichts wurde geändert; die Datei noch einmal holen oder ihn noch einmal trainieren.</translation>
    </message>
    <message>
        <source>The classifier in {file} was written by another version of the program (format {found}, this one reads {known}). Nothing was changed; use that version, or train it again.</source>
        <translation>Der Klassifikator in {file} wurde von einer anderen Version des Programms geschrieben (Format {found}, diese liest {known}). Nichts wurde geändert; jene Version verwenden oder ihn noch einmal trainieren.</translation>
    </message>
    <message>
        <source>The classifier is exported to “{out}”.</source>
        <translation>Der Klassifikator ist nach „{out}“ exportiert.</translation>
    </message>
    <message>
        <source>The classifier of {project} continues “{name}”. Nothing was changed; discard that classifier first.</source>
        <translation>Der Klassifikator von {project} baut auf „{name}“ auf. Nichts wurde geändert; verwerfen Sie zuerst diesen Klassifikator.</translation>
    </message>
    <message>
        <source>The classifier that was trained before stays in use.</source>
        <translation>Der zuvor trainierte Klassifikator wird weiter verwendet.</translation>
    </message>
    <message>
        <source>The classifier that was trained here says nothing about {n:# new image|# new images}: {reason}</source>
        <translation>Der hier trainierte Klassifikator sagt zu {n:# neuen Bild|# neuen Bildern} nichts: {reason}</translation>
    </message>
    <message>
        <source>The column {column} holds probabilities, which labels do not have. If a model made this file, import it as suggestions instead.</source>
        <translation>Die Spalte {column} enthält Wahrscheinlichkeiten, die Labels nicht haben. Stammt die Datei von einem Modell, sollte sie als Vorschläge importiert werden.</translation>
    </message>
    <message>
        <source>The column {column} is read as the probability.</source>
        <translation>Die Spalte {column} wird als Wahrscheinlichkeit gelesen.</translation>
    </message>
    <message>
        <source>The device {kind} cannot compute: {reason}. Projects are safe; choose the processor in the settings, or bring the driver of the graphics card up to date.</source>
        <translation>Das Gerät {kind} kann nicht rechnen: {reason}. Projekte sind sicher; wählen Sie in den Einstellungen den Prozessor oder bringen Sie den Treiber der Grafikkarte auf den neuesten Stand.</translation>
    </message>
    <message>
        <source>The device {kind} computes wrongly: its results are off by {share:.1%}. Projects are safe; choose the processor in the settings.</source>
        <translation>Das Gerät {kind} rechnet falsch: Die Ergebnisse weichen um {share:.1%} ab. Projekte sind sicher; wählen Sie in den Einstellungen den Prozessor.</translation>
    </message>
    <message>
        <source>The disk has too little room for small copies of the images in {folder}: {needed:.1f} MB are needed, {free:.0f} MB are free and some must stay so. Nothing was changed; make room, or choose another folder for the cache.</source>
        <translation>Für kleine Kopien der Bilder ist in {folder} zu wenig Platz: {needed:.1f} MB werden gebraucht, {free:.0f} MB sind frei, und etwas muss frei bleiben. Nichts wurde geändert; schaffen Sie Platz oder wählen Sie einen anderen Ordner für den Zwischenspeicher.</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>Der Datenträger ist voll</translation>
    </message>
    <message>
        <source>The disk is full ({file}). What was decided before is safe; this was not finished. Free some space and do it again.</source>
        <translation>Der Datenträger ist voll ({file}). Was vorher entschieden wurde, ist sicher; dies hier wurde nicht fertig. Schaffen Sie Platz und wiederholen Sie es.</translation>
    </message>
    <message>
        <source>The disk is full ({folder}). The training stopped; its last saved state is kept. Free some space and start it again: it resumes from there.</source>
        <translation>Der Datenträger ist voll ({folder}). Das Training wurde beendet; der zuletzt gespeicherte Stand bleibt. Schaffen Sie Platz und starten Sie es wieder: Es geht von dort weiter.</translation>
    </message>
    <message>
        <source>The disk or the system refuses: {reason}. What was decided before is safe; this was not finished. Do it again when that is mended.</source>
        <translation>Das Laufwerk oder das System verweigert es: {reason}. Was bisher entschieden wurde, ist gespeichert; dies wurde nicht fertig. Versuchen Sie es noch einmal, wenn das behoben ist.</translation>
    </message>
    <message>
        <source>The disk that holds {file} is full. Everything decided before is safe; the last action was not stored. Free some space and do it again.</source>
        <translation>Der Datenträger mit {file} ist voll. Alles vorher Entschiedene ist sicher; die letzte Aktion wurde nicht gespeichert. Schaffen Sie Platz und wiederholen Sie sie.</translation>
    </message>
    <message>
        <source>The disk that holds {folder} is full. The export was not made and nothing is left of it; the project is safe. Free some space and export again.</source>
        <translation>Der Datenträger mit {folder} ist voll. Der Export wurde nicht gemacht, und nichts ist davon übrig; das Projekt ist sicher. Schaffen Sie Platz und exportieren Sie noch einmal.</translation>
    </message>
    <message>
        <source>The embedding {name} gives other vectors now than those in {file}. Nothing was changed. Open the project and analyse the images again.</source>
        <translation>Die Einbettung {name} ergibt jetzt andere Vektoren als die in {file}. Nichts wurde geändert. Öffnen Sie das Projekt und analysieren Sie die Bilder noch einmal.</translation>
    </message>
    <message>
        <source>The embedding {name} was tried on {n:# labelled image|# labelled images} and is better here: the nearest others have the same label for {after:.0%} of them, with the one in use for {before:.0%} (95 % interval of the difference {low:.1f} to {high:.1f} percentage points).</source>
        <translation>Die Einbettung {name} wurde an {n:# Bild|# Bildern} mit Label ausprobiert und ist hier besser: Bei {after:.0%} von ihnen haben die nächsten anderen dasselbe Label, mit der verwendeten bei {before:.0%} (95‑%‑Intervall des Unterschieds: {low:.1f} bis {high:.1f} Prozentpunkte).</translation>
    </message>
    <message>
        <source>The embedding {name} was tried on {n:# labelled image|# labelled images} and is not better beyond chance: the nearest others have the same label for {after:.0%} of them, with the one in use for {before:.0%} (95 % interval of the difference {low:.1f} to {high:.1f} percentage points).</source>
        <translation>Die Einbettung {name} wurde an {n:# Bild|# Bildern} mit Label ausprobiert und ist nicht über den Zufall hinaus besser: Bei {after:.0%} von ihnen haben die nächsten anderen dasselbe Label, mit der verwendeten bei {before:.0%} (95‑%‑Intervall des Unterschieds: {low:.1f} bis {high:.1f} Prozentpunkte).</translation>
    </message>
    <message>
        <source>The embedding {name} was tried on {n:# labelled image|# labelled images} and is worse here: the nearest others have the same label for {after:.0%} of them, with the one in use for {before:.0%} (95 % interval of the difference {low:.1f} to {high:.1f} percentage points).</source>
        <translation>Die Einbettung {name} wurde an {n:# Bild|# Bildern} mit Label ausprobiert und ist hier schlechter: Bei {after:.0%} von ihnen haben die nächsten anderen dasselbe Label, mit der verwendeten bei {before:.0%} (95‑%‑Intervall des Unterschieds: {low:.1f} bis {high:.1f} Prozentpunkte).</translation>
    </message>
    <message>
        <source>The embedding {name} was tried on {n:# labelled image|# labelled images}: the nearest others have the same label for {after:.0%} of them, with the one in use for {before:.0%}.</source>
        <translation>Die Einbettung {name} wurde an {n:# Bild|# Bildern} mit Label ausprobiert: Bei {after:.0%} von ihnen haben die nächsten anderen dasselbe Label, mit der verwendeten bei {before:.0%}.</translation>
    </message>
    <message>
        <source>The embedding {name}, which the classifier continues, is another one now. Nothing was changed or written. Open the project and train the classifier again.</source>
        <translation>Die Einbettung {name}, auf der der Klassifikator aufbaut, ist jetzt eine andere. Nichts wurde geändert oder geschrieben. Öffnen Sie das Projekt und trainieren Sie den Klassifikator noch einmal.</translation>
    </message>
    <message>
        <source>The encoding of {file} is not clear: {readings} are equally likely. Nothing was changed. Choose one of them.</source>
        <translation>Die Kodierung von {file} lässt sich nicht feststellen: {readings} sind gleich wahrscheinlich. Nichts wurde geändert. Wählen Sie eine davon.</translation>
    </message>
    <message>
        <source>The exported table differs from the project: {rows} rows for {n}.</source>
        <translation>Die exportierte Tabelle weicht vom Projekt ab: {rows} Zeilen statt {n}.</translation>
    </message>
    <message>
        <source>The file does not say how its letters are encoded; it was read as {encoding}. Check the accented letters.</source>
        <translation>Die Datei sagt nicht, wie ihre Buchstaben kodiert sind; sie wurde als {encoding} gelesen. Prüfen Sie Umlaute und Akzente.</translation>
    </message>
    <message>
        <source>The file does not say how its letters are encoded; it was read as {encoding}: {words}. If that is wrong, choose another encoding ({others}), or save the file as UTF-8.</source>
        <translation>Die Datei sagt nicht, wie ihre Buchstaben kodiert sind; sie wurde als {encoding} gelesen: {words}. Wenn das nicht stimmt, wählen Sie eine andere Kodierung ({others}) oder speichern Sie die Datei als UTF-8.</translation>
    </message>
    <message>
        <source>The file lists no prediction.</source>
        <translation>Die Datei enthält keine Vorhersage.</translation>
    </message>
    <message>
        <source>The file of the embedding {best} is missing or damaged: {name} is used instead, which suggests less well. Install the program again to get it back.</source>
        <translation>Die Datei der Einbettung {best} fehlt oder ist beschädigt: Stattdessen wird {name} verwendet, deren Vorschläge weniger oft stimmen. Installieren Sie das Programm neu, um sie zurückzubekommen.</translation>
    </message>
    <message>
        <source>The file of the embedding {name}, which comes with the program, is missing or damaged. Labels and vectors are safe. Install the program again, or choose another embedding.</source>
        <translation>Die Datei der Einbettung {name}, die zum Programm gehört, fehlt oder ist beschädigt. Labels und Vektoren sind sicher. Installieren Sie das Programm neu oder wählen Sie eine andere Einbettung.</translation>
    </message>
    <message>
        <source>The filter has no name. Nothing was changed. Give it one.</source>
        <translation>Der Filter hat keinen Namen. Nichts wurde geändert. Geben Sie ihm einen.</translation>
    </message>
    <message>
        <source>The filter “{name}” cannot be read: something else changed it, or a newer version made it. Nothing was changed, and it shows no images. Keep a filter under this name again, which replaces it.</source>
        <translation>Der Filter „{name}“ ist nicht lesbar: Etwas anderes hat ihn geändert, oder eine neuere Version hat ihn angelegt. Nichts wurde geändert, und er zeigt keine Bilder. Behalten Sie unter diesem Namen noch einmal einen Filter, der ihn ersetzt.</translation>
    </message>
    <message>
        <source>The first row names no columns; it was read as an image like the others.</source>
        <translation>Die erste Zeile nennt keine Spaltennamen; sie wurde wie die anderen als Bild gelesen.</translation>
    </message>
    <message>
        <source>The folder for settings and logs cannot be made: {reason} ({folder}). Projects work and their decisions are stored in the project file, but settings are forgotten when the program ends. Free space, or start the program with another folder for its data.</source>
        <translation>Der Ordner für Einstellungen und Protokolle lässt sich nicht anlegen: {reason} ({folder}). Projekte funktionieren, und Entscheidungen werden in der Projektdatei gespeichert, aber Einstellungen sind mit dem Ende des Programms vergessen. Schaffen Sie Platz oder starten Sie das Programm mit einem anderen Ordner für seine Daten.</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be read: {reason}. Nothing was changed. Mend that, and do it again.</source>
        <translation>Der Ordner {folder} kann nicht gelesen werden: {reason}. Nichts wurde geändert. Beheben Sie das und wiederholen Sie es.</translation>
    </message>
    <message>
        <source>The folder {folder} holds no images any more. The project and its decisions were left as they are. Connect the disk that holds them; or, if they were moved, rescan and name their new place.</source>
        <translation>Der Ordner {folder} enthält keine Bilder mehr. Projekt und Entscheidungen blieben, wie sie sind. Schließen Sie den Datenträger mit den Bildern an; oder, wenn sie verschoben wurden, lesen Sie die Ordner neu ein und nennen Sie den neuen Ort.</translation>
    </message>
    <message>
        <source>The folder {folder} is not there any more, or empty. {n:# image is|# images are} classified, and that is kept. Connect the disk that holds it and do this again: it goes on where it stopped.</source>
        <translation>Der Ordner {folder} ist nicht mehr da oder leer. {n:# Bild ist|# Bilder sind} klassifiziert, und das bleibt erhalten. Schließen Sie den Datenträger wieder an und starten Sie noch einmal: Es geht dort weiter, wo es stehen blieb.</translation>
    </message>
    <message>
        <source>The folder {folder} is not there. The project and its decisions were left as they are. Connect the disk that holds it; or, if it was moved, rescan and name its new place.</source>
        <translation>Der Ordner {folder} ist nicht da. Projekt und Entscheidungen blieben, wie sie sind. Schließen Sie den Datenträger an; oder, wenn der Ordner verschoben wurde, lesen Sie die Ordner neu ein und nennen Sie den neuen Ort.</translation>
    </message>
    <message>
        <source>The graphics card cannot be used ({reason}). Nothing was changed; bring its driver up to date, or choose the processor or let the program choose.</source>
        <translation>Die Grafikkarte lässt sich nicht verwenden ({reason}). Nichts wurde geändert; bringen Sie ihren Treiber auf den neuesten Stand, wählen Sie den Prozessor oder lassen Sie das Programm wählen.</translation>
    </message>
    <message>
        <source>The graphics card cannot be used ({reason}): the processor does its work.</source>
        <translation>Die Grafikkarte lässt sich nicht verwenden ({reason}): Der Prozessor macht ihre Arbeit.</translation>
    </message>
    <message>
        <source>The graphics processor stopped working ({reason}). Everything up to a minute ago is kept. Start again to resume from there; if this happens again, choose the CPU.</source>
        <translation>Die Grafikkarte hat aufgehört zu arbeiten ({reason}). Alles bis vor einer Minute bleibt erhalten. Starten Sie noch einmal, um von dort fortzufahren; geschieht das wieder, wählen Sie den Prozessor.</translation>
    </message>
    <message>
        <source>The graphics processor stopped working ({reason}): continuing on the CPU.</source>
        <translation>Die Grafikkarte arbeitet nicht mehr ({reason}); es geht auf dem Prozessor weiter.</translation>
    </message>
    <message>
        <source>The images all look the same, so there is nothing to tell apart. Nothing was changed; look at them in the program: perhaps one was copied many times.</source>
        <translation>Die Bilder sehen alle gleich aus, also gibt es nichts zu unterscheiden. Nichts wurde geändert; sehen Sie sie im Programm an: Vielleicht wurde eines vielfach kopiert.</translation>
    </message>
    <message>
        <source>The images have not been analysed yet, so there is nothing to arrange. Nothing was changed. Analyse them first.</source>
        <translation>Die Bilder sind noch nicht analysiert, also gibt es nichts anzuordnen. Nichts wurde geändert. Analysieren Sie sie zuerst.</translation>
    </message>
    <message>
        <source>The images have not been analysed yet, so there is nothing to say about them. Nothing was changed. Analyse them first.</source>
        <translation>Die Bilder sind noch nicht analysiert, also lässt sich nichts über sie sagen. Nichts wurde geändert. Analysieren Sie sie zuerst.</translation>
    </message>
    <message>
        <source>The images have not been analysed yet, so they cannot be compared. Nothing was changed. Analyse them first.</source>
        <translation>Die Bilder sind noch nicht analysiert und können nicht verglichen werden. Nichts wurde geändert. Analysieren Sie sie zuerst.</translation>
    </message>
    <message>
        <source>The images have not been compared with one another yet. Nothing was changed. Run a round first.</source>
        <translation>Die Bilder wurden noch nicht miteinander verglichen. Nichts wurde geändert. Starten Sie zuerst eine Runde.</translation>
    </message>
    <message>
        <source>The images in {file} cannot be unpacked: {reason}. Nothing was changed. Make room in {folder}, or start the program with another folder for its data.</source>
        <translation>Die Bilder in {file} lassen sich nicht entpacken: {reason}. Nichts wurde geändert. Schaffen Sie Platz in {folder}, oder starten Sie das Programm mit einem anderen Ordner für seine Daten.</translation>
    </message>
    <message>
        <source>The images of one group ({n:# group|# groups}) are never split between training and testing.</source>
        <translation>Die Bilder einer Gruppe ({n:# Gruppe|# Gruppen}) werden nie auf Training und Test aufgeteilt.</translation>
    </message>
    <message>
        <source>The images of this project have not been analysed yet. Nothing was changed.</source>
        <translation>Die Bilder dieses Projekts wurden noch nicht analysiert. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The images of {file} have not been analysed yet. Nothing was changed. Analyse them and label some.</source>
        <translation>Die Bilder von {file} sind noch nicht analysiert. Nichts wurde geändert. Analysieren Sie sie und ordnen Sie einigen ein Label zu.</translation>
    </message>
    <message>
        <source>The import changed {n:# image|# images}.</source>
        <translation>Der Import hat {n:# Bild|# Bilder} geändert.</translation>
    </message>
    <message>
        <source>The import changed {n:# image|# images}; undo takes {n:it|them} back.</source>
        <translation>Der Import hat {n:# Bild|# Bilder} geändert; Rückgängig nimmt das zurück.</translation>
    </message>
    <message>
        <source>The label “{name}” is removed from {n:# image|# images}. Undo restores it.</source>
        <translation>Das Label „{name}“ wird von {n:# Bild|# Bildern} entfernt. Rückgängig stellt es wieder her.</translation>
    </message>
    <message>
        <source>The last {n:suspect|# suspects} needed no correction; after {all} in a row you can stop checking them.</source>
        <translation>{n:Der letzte Zweifelsfall brauchte|Die letzten # Zweifelsfälle brauchten} keine Berichtigung; nach {all} in Folge können Sie dort aufhören.</translation>
    </message>
    <message>
        <source>The last {n} suspects needed no correction: few wrong labels are left among them (p = 0.05).</source>
        <translation>Die letzten {n} Zweifelsfälle brauchten keine Berichtigung: Unter ihnen sind kaum noch falsche Labels (p = 0,05).</translation>
    </message>
    <message>
        <source>The lower bound is {low}. {n:One more image|# more images} without an error would reach the target.</source>
        <translation>Die untere Grenze ist {low}. {n:Noch ein Bild|Noch # Bilder} ohne Fehler, und das Ziel wäre erreicht.</translation>
    </message>
    <message>
        <source>The memory of the graphics processor is too small for this backbone: going on on the CPU.</source>
        <translation>Der Speicher der Grafikkarte ist für dieses Netz zu klein: Es geht auf dem Prozessor weiter.</translation>
    </message>
    <message>
        <source>The model expects “{name}”, though {n:the most similar labelled image is not|none of the # most similar labelled images is}.</source>
        <translation>Das Modell erwartet „{name}“, obwohl {n:das ähnlichste Bild mit Label nicht dazugehört|keines der # ähnlichsten Bilder mit Label dazugehört}.</translation>
    </message>
    <message>
        <source>The model says nothing about {n:# image|# images} of the file, as where it detected nothing.</source>
        <translation>Über {n:# Bild|# Bilder} der Datei sagt das Modell nichts, etwa weil es dort nichts gefunden hat.</translation>
    </message>
    <message>
        <source>The most similar confirmed image is “{name}”.</source>
        <translation>Das ähnlichste bestätigte Bild ist „{name}“.</translation>
    </message>
    <message>
        <source>The most similar labelled image is “{name}”.</source>
        <translation>Das ähnlichste Bild mit Label ist „{name}“.</translation>
    </message>
    <message>
        <source>The name of class {class_name} cannot be a folder's name here ({reason}). Nothing was written. Choose another format, or a shorter name.</source>
        <translation>Der Name der Klasse {class_name} kann hier kein Ordnername sein ({reason}). Nichts wurde geschrieben. Wählen Sie ein anderes Format oder einen kürzeren Namen.</translation>
    </message>
    <message>
        <source>The name {file} is too long for a project. Nothing was changed. Choose a shorter one: beside a project there are files with longer names.</source>
        <translation>Der Name {file} ist zu lang für ein Projekt. Nichts wurde geändert. Wählen Sie einen kürzeren: Neben einem Projekt liegen Dateien mit längeren Namen.</translation>
    </message>
    <message>
        <source>The name {file} is too long. What was decided before is safe; this was not finished. Choose a shorter name.</source>
        <translation>Der Name {file} ist zu lang. Was vorher entschieden wurde, ist sicher; dies wurde nicht fertig. Wählen Sie einen kürzeren Namen.</translation>
    </message>
    <message>
        <source>The network {name} cannot be written as an ONNX graph: its operation {operation} has no counterpart here. Nothing was written. The embeddings that come with the program, residual networks and vision transformers can be; for PyTorch, every network can.</source>
        <translation>Das Netz {name} lässt sich nicht als ONNX-Graph schreiben: Seine Operation {operation} hat hier keine Entsprechung. Nichts wurde geschrieben. Mit den Einbettungen des Programms, mit residualen Netzen und Vision-Transformern geht es; für PyTorch geht es mit jedem Netz.</translation>
    </message>
    <message>
        <source>The network {name} is too large for one ONNX file, which ends at 2 GB. Nothing was written. Export it for PyTorch instead.</source>
        <translation>Das Netz {name} ist zu groß für eine ONNX-Datei, die höchstens 2 GB hat. Nichts wurde geschrieben. Exportieren Sie es stattdessen für PyTorch.</translation>
    </message>
    <message>
        <source>The new name of {name} is empty. Nothing was changed. Give one with a letter.</source>
        <translation>Der neue Name von {name} ist leer. Nichts wurde geändert. Geben Sie einen mit einem Buchstaben an.</translation>
    </message>
    <message>
        <source>The numbers go up to 100: they are read as percentages.</source>
        <translation>Die Zahlen gehen bis 100: Sie werden als Prozente gelesen.</translation>
    </message>
    <message>
        <source>The package was made from another project: classes are matched by their names alone.</source>
        <translation>Das Paket stammt aus einem anderen Projekt: Klassen werden nur nach ihren Namen zugeordnet.</translation>
    </message>
    <message>
        <source>The path is put together from the columns {folder} and {name}.</source>
        <translation>Der Pfad ist aus den Spalten {folder} und {name} zusammengesetzt.</translation>
    </message>
    <message>
        <source>The pattern has more than {most:# character|# characters}. Nothing was changed. Write a shorter one.</source>
        <translation>Das Muster hat mehr als {most:# Zeichen|# Zeichen}. Nichts wurde geändert. Schreiben Sie ein kürzeres.</translation>
    </message>
    <message>
        <source>The pattern has more than {most:# field|# fields}. Nothing was changed. Leave out some of them.</source>
        <translation>Das Muster hat mehr als {most:# Feld|# Felder}. Nichts wurde geändert. Lassen Sie einige weg.</translation>
    </message>
    <message>
        <source>The pattern {pattern} asks for {kind}, which is no kind of values. Nothing was changed. There are: {kinds}.</source>
        <translation>Das Muster {pattern} verlangt {kind}; eine solche Art von Werten gibt es nicht. Nichts wurde geändert. Es gibt: {kinds}.</translation>
    </message>
    <message>
        <source>The pattern {pattern} fits none of the {n} names, such as {example}. Nothing was changed. It describes the end of the path without the suffix of the file.</source>
        <translation>Das Muster {pattern} passt zu keinem der {n} Namen, etwa {example}. Nichts wurde geändert. Es beschreibt das Ende des Pfades ohne die Endung der Datei.</translation>
    </message>
    <message>
        <source>The pattern {pattern} has a field {name}, which is what the program itself calls something else. Nothing was changed. Give it another name.</source>
        <translation>Das Muster {pattern} hat ein Feld {name}; so heißt im Programm schon etwas anderes. Nichts wurde geändert. Geben Sie ihm einen anderen Namen.</translation>
    </message>
    <message>
        <source>The pattern {pattern} has no field. Nothing was changed. A field is a name in braces: {example}.</source>
        <translation>Das Muster {pattern} hat kein Feld. Nichts wurde geändert. Ein Feld ist ein Name in geschweiften Klammern: {example}.</translation>
    </message>
    <message>
        <source>The pattern {pattern} has the field {name} more than once. Nothing was changed. Give each its own name.</source>
        <translation>Das Muster {pattern} hat das Feld {name} mehrfach. Nichts wurde geändert. Geben Sie jedem einen eigenen Namen.</translation>
    </message>
    <message>
        <source>The probabilities of {n:# image sum|# images sum} to more than 1; they are scaled to 1.</source>
        <translation>Die Wahrscheinlichkeiten von {n:# Bild ergeben|# Bildern ergeben} zusammen mehr als 1; sie werden auf 1 verkleinert.</translation>
    </message>
    <message>
        <source>The program does not know yet what the classes look like. Nothing was changed. Label a few images of every class and run a round.</source>
        <translation>Das Programm weiß noch nicht, wie die Klassen aussehen. Nichts wurde geändert. Ordnen Sie einige Bilder jeder Klasse zu und starten Sie eine Runde.</translation>
    </message>
    <message>
        <source>The program's own files are missing in {folder}. Install it again.</source>
        <translation>Eigene Dateien des Programms fehlen in {folder}. Installieren Sie es neu.</translation>
    </message>
    <message>
        <source>The project file {file} was deleted, moved or replaced while it was open, or its disk or a link to it changed. Since then nothing is stored; what was decided before is in the file that was there. Bring it back to {folder}, or open the project again where it is now.</source>
        <translation>Die Projektdatei {file} wurde gelöscht, verschoben oder ersetzt, während sie geöffnet war, oder ihr Laufwerk oder eine Verknüpfung dorthin hat sich geändert. Seitdem wird nichts mehr gespeichert; alles davor steht in der Datei, die dort war. Bringen Sie sie zurück nach {folder}, oder öffnen Sie das Projekt dort, wo es jetzt liegt.</translation>
    </message>
    <message>
        <source>The project has no boxes. Nothing was written. Import boxes first, or choose another format.</source>
        <translation>Das Projekt hat keine Rahmen. Nichts wurde geschrieben. Importieren Sie zuerst Rahmen, oder wählen Sie ein anderes Format.</translation>
    </message>
    <message>
        <source>The project has no suggestions of {model}, nor of any other model from elsewhere. Nothing was removed.</source>
        <translation>Das Projekt hat keine Vorschläge von {model} und von keinem anderen Modell von außerhalb. Nichts wurde entfernt.</translation>
    </message>
    <message>
        <source>The project has no suggestions of {model}. Nothing was removed. It has those of: {known}.</source>
        <translation>Das Projekt hat keine Vorschläge von {model}. Nichts wurde entfernt. Es hat die von: {known}.</translation>
    </message>
    <message>
        <source>The project has not been analysed with “{name}” yet. Nothing was changed; choose it in the list of backbones.</source>
        <translation>Das Projekt wurde noch nicht mit „{name}“ analysiert. Nichts wurde geändert; wählen Sie es in der Liste der Netze.</translation>
    </message>
    <message>
        <source>The published weights of “{name}” could not be downloaded ({reason}). Nothing was changed; check the connection, or import a weight file.</source>
        <translation>Die veröffentlichten Gewichte von „{name}“ konnten nicht heruntergeladen werden ({reason}). Nichts wurde geändert; prüfen Sie die Verbindung oder importieren Sie eine Gewichtsdatei.</translation>
    </message>
    <message>
        <source>The quotation marks of {file} do not pair, from line {line} on. Nothing was changed. Correct that line, or save the table as CSV again.</source>
        <translation>Die Anführungszeichen von {file} gehören ab Zeile {line} nicht paarweise zusammen. Nichts wurde geändert. Berichtigen Sie diese Zeile oder speichern Sie die Tabelle noch einmal als CSV.</translation>
    </message>
    <message>
        <source>The report cannot be written to {out}: {reason}. Nothing is left of it; choose another place.</source>
        <translation>Der Bericht kann nicht nach {out} geschrieben werden: {reason}. Nichts ist davon übrig; wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>The sample could not be written to {out}: {reason}. Nothing was left there; choose another folder or make room on the disk.</source>
        <translation>Das Beispiel konnte nicht nach {out} geschrieben werden: {reason}. Dort blieb nichts zurück; wählen Sie einen anderen Ordner oder schaffen Sie Platz.</translation>
    </message>
    <message>
        <source>The sample has {expected} images, {found} were found; {skipped} skipped.</source>
        <translation>Das Beispiel hat {expected} Bilder, gefunden wurden {found}; {skipped} ausgelassen.</translation>
    </message>
    <message>
        <source>The sample is missing from this installation (looked in {source}). Nothing was changed; install the program again, or open a folder of your own images.</source>
        <translation>Das Beispiel fehlt in dieser Installation (gesucht in {source}). Nichts wurde geändert; installieren Sie das Programm noch einmal oder öffnen Sie einen eigenen Ordner.</translation>
    </message>
    <message>
        <source>The self-test ended without a report (exit code {code}). Projects are safe; the log says more, and the diagnostic report collects it.</source>
        <translation>Der Selbsttest endete ohne Bericht (Exit-Code {code}). Projekte sind sicher; mehr steht im Protokoll, und der Diagnosebericht sammelt es.</translation>
    </message>
    <message>
        <source>The settings file could not be read. It was kept as settings.broken.json, and the defaults are used.</source>
        <translation>Die Einstellungsdatei konnte nicht gelesen werden. Sie wurde als settings.broken.json aufgehoben, und es gelten die Vorgaben.</translation>
    </message>
    <message>
        <source>The sizes in the source show that it means its boxes for photographs as the camera stored them: {n:# photograph of which that could not be told is|# photographs of which that could not be told are} read in the same way.</source>
        <translation>Die Größen in der Quelle zeigen, dass ihre Rahmen für Fotos gemeint sind, wie die Kamera sie gespeichert hat: {n:# Foto, bei dem das offen war, wird|# Fotos, bei denen das offen war, werden} genauso gelesen.</translation>
    </message>
    <message>
        <source>The sizes in the source show that it means its boxes for upright photographs: {n:# photograph of which that could not be told is|# photographs of which that could not be told are} read in the same way.</source>
        <translation>Die Größen in der Quelle zeigen, dass ihre Rahmen für aufrechte Fotos gemeint sind: {n:# Foto, bei dem das offen war, wird|# Fotos, bei denen das offen war, werden} genauso gelesen.</translation>
    </message>
    <message>
        <source>The state of the training could not be written to {folder} ({reason}). The training stopped; its last saved state is kept. Free some space and start it again: it resumes from there.</source>
        <translation>Der Stand des Trainings konnte nicht nach {folder} geschrieben werden ({reason}). Das Training wurde beendet; der zuletzt gespeicherte Stand bleibt. Schaffen Sie Platz und starten Sie es wieder: Es geht von dort weiter.</translation>
    </message>
    <message>
        <source>The time of {n:# image|# images} names no time zone and is written as UTC. If the clock of the camera showed another one, correct it in the tables.</source>
        <translation>Die Zeit von {n:# Bild|# Bildern} nennt keine Zeitzone und wird als UTC geschrieben. Ging die Uhr der Kamera nach einer anderen, berichtigen Sie das in den Tabellen.</translation>
    </message>
    <message>
        <source>The times of the cameras ({column}) were not read yet. Nothing was changed. Read them first, or choose another column of dates.</source>
        <translation>Die Zeiten der Kameras ({column}) wurden noch nicht gelesen. Nichts wurde geändert. Lesen Sie sie zuerst, oder wählen Sie eine andere Spalte mit Zeitangaben.</translation>
    </message>
    <message>
        <source>The training failed ({reason}) before anything was learned. The backbone in use stays. Try another method, or start from another backbone.</source>
        <translation>Das Training schlug fehl ({reason}), bevor etwas gelernt war. Das verwendete Netz bleibt. Versuchen Sie ein anderes Verfahren oder gehen Sie von einem anderen Netz aus.</translation>
    </message>
    <message>
        <source>The training of the classifier failed ({reason}) before anything was learned. Nothing was changed; try it again.</source>
        <translation>Das Training des Klassifikators ist gescheitert ({reason}), bevor etwas gelernt wurde. Nichts wurde geändert; versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The training resumes where it was interrupted, at {done:.0%}.</source>
        <translation>Das Training geht dort weiter, wo es unterbrochen wurde, bei {done:.0%}.</translation>
    </message>
    <message>
        <source>The training went wrong ({reason}): it went back to its last good state and {then}.</source>
        <translation>Das Training ging schief ({reason}): Es kehrte zum letzten guten Stand zurück und {then}.</translation>
    </message>
    <message>
        <source>The weight file {name} is damaged: its content is not what was written, so it is not used. Labels and vectors are safe. Get the file again, train a new embedding, or choose another one.</source>
        <translation>Die Gewichtsdatei {name} ist beschädigt: Ihr Inhalt ist nicht der, der geschrieben wurde, deshalb wird sie nicht verwendet. Labels und Vektoren sind sicher. Besorgen Sie die Datei noch einmal, trainieren Sie eine neue Einbettung oder wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>The weights of the classifier are not for the embedding “{name}”. Nothing was changed; train the classifier again.</source>
        <translation>Die Gewichte des Klassifikators passen nicht zur Einbettung „{name}“. Nichts wurde geändert; trainieren Sie den Klassifikator noch einmal.</translation>
    </message>
    <message>
        <source>The window says: {text}</source>
        <translation>Das Fenster sagt: {text}</translation>
    </message>
    <message>
        <source>The window stays empty: nothing is painted. Projects are safe; see the log.</source>
        <translation>Das Fenster bleibt leer: Nichts wird gezeichnet. Projekte sind sicher; siehe das Protokoll.</translation>
    </message>
    <message>
        <source>The window waited {seconds} s for {what}. Projects are safe; see the log.</source>
        <translation>Das Fenster wartete {seconds} s auf {what}. Projekte sind sicher; siehe das Protokoll.</translation>
    </message>
    <message>
        <source>There are no files of the format {kind} in {source}. Nothing was changed. Choose another folder or format.</source>
        <translation>In {source} gibt es keine Dateien im Format {kind}. Nichts wurde geändert. Wählen Sie einen anderen Ordner oder ein anderes Format.</translation>
    </message>
    <message>
        <source>There are no such images in the project. Nothing was written. Choose others.</source>
        <translation>Solche Bilder gibt es im Projekt nicht. Nichts wurde geschrieben. Wählen Sie andere.</translation>
    </message>
    <message>
        <source>There are no suggestions yet. Nothing was changed. Analyse the images, label a few of each class and run a round first.</source>
        <translation>Es gibt noch keine Vorschläge. Nichts wurde geändert. Analysieren Sie zuerst die Bilder, ordnen Sie von jeder Klasse einige zu und starten Sie eine Runde.</translation>
    </message>
    <message>
        <source>There are predictions of several models: {found}. Nothing was changed. Choose one of them.</source>
        <translation>Es sind Vorhersagen mehrerer Modelle darin: {found}. Nichts wurde geändert. Eines davon wählen.</translation>
    </message>
    <message>
        <source>There are {new} columns to keep; a project keeps at most {most} and has {known}. None of them was kept. Choose the ones that you need.</source>
        <translation>{new} Spalten sollen bleiben; ein Projekt hat höchstens {most} und hat schon {known}. Keine davon wurde behalten. Wählen Sie die aus, die Sie brauchen.</translation>
    </message>
    <message>
        <source>There is a box in exactly this place already. Nothing was changed.</source>
        <translation>Genau an dieser Stelle ist schon ein Rahmen. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>There is a class {name} already. Nothing was changed. To make them one, merge them.</source>
        <translation>Eine Klasse {name} gibt es schon. Nichts wurde geändert. Um eine daraus zu machen, vereinigen Sie sie.</translation>
    </message>
    <message>
        <source>There is already a backbone named “{name}”. Nothing was changed; choose another name.</source>
        <translation>Ein Netz namens „{name}“ gibt es schon. Nichts wurde geändert; wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>There is no backbone architecture named “{name}”. Nothing was changed; choose one that is here.</source>
        <translation>Eine Netzarchitektur namens „{name}“ gibt es nicht. Nichts wurde geändert; wählen Sie eine vorhandene.</translation>
    </message>
    <message>
        <source>There is no backbone or weight file named “{name}” here, and nothing is downloaded unless asked for. Import a weight file, or choose a backbone that is here.</source>
        <translation>Ein Netz oder eine Gewichtsdatei namens „{name}“ gibt es hier nicht, und ungefragt wird nichts heruntergeladen. Importieren Sie eine Gewichtsdatei oder wählen Sie ein vorhandenes Netz.</translation>
    </message>
    <message>
        <source>There is no class {name}. Nothing was changed. The classes are: {classes}.</source>
        <translation>Eine Klasse {name} gibt es nicht. Nichts wurde geändert. Die Klassen sind: {classes}.</translation>
    </message>
    <message>
        <source>There is no column {name} to ask for in {text}. The columns are: {columns}.</source>
        <translation>Die Spalte {name}, nach der {text} fragt, gibt es nicht. Die Spalten sind: {columns}.</translation>
    </message>
    <message>
        <source>There is no column {name}. Nothing was changed. The columns are: {columns}.</source>
        <translation>Es gibt keine Spalte {name}. Nichts wurde geändert. Die Spalten sind: {columns}.</translation>
    </message>
    <message>
        <source>There is no column {name}: this project has no metadata yet. Import a table, or read the files or their names first.</source>
        <translation>Es gibt keine Spalte {name}: Dieses Projekt hat noch keine Metadaten. Importieren Sie zuerst eine Tabelle, oder lesen Sie die Dateien oder ihre Namen ein.</translation>
    </message>
    <message>
        <source>There is no file {file}. Check the name, or make a new project.</source>
        <translation>Eine Datei {file} gibt es nicht. Prüfen Sie den Namen oder legen Sie ein neues Projekt an.</translation>
    </message>
    <message>
        <source>There is no file {file}. Nothing was changed. Check the name.</source>
        <translation>Es gibt keine Datei {file}. Nichts wurde geändert. Prüfen Sie den Namen.</translation>
    </message>
    <message>
        <source>There is no file {path}. Nothing was changed; check the path.</source>
        <translation>Eine Datei {path} gibt es nicht. Nichts wurde geändert; prüfen Sie den Pfad.</translation>
    </message>
    <message>
        <source>There is no filter {name}. Nothing was changed.</source>
        <translation>Es gibt keinen Filter {name}. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>There is no folder {folder}. Make it first, or choose another place.</source>
        <translation>Einen Ordner {folder} gibt es nicht. Legen Sie ihn zuerst an oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>There is no folder {folder}. Nothing was changed. Check the name.</source>
        <translation>Einen Ordner {folder} gibt es nicht. Nichts wurde geändert. Prüfen Sie den Namen.</translation>
    </message>
    <message>
        <source>There is no folder {folder}. Nothing was changed. Choose the data set's folder.</source>
        <translation>Einen Ordner {folder} gibt es nicht. Nichts wurde geändert. Wählen Sie den Ordner des Datensatzes.</translation>
    </message>
    <message>
        <source>There is no folder {folder}. Nothing was written. Make it, or choose another place.</source>
        <translation>Einen Ordner {folder} gibt es nicht. Nichts wurde geschrieben. Legen Sie ihn an oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>There is no image in {folder}. Nothing was written. Check the name.</source>
        <translation>In {folder} ist kein Bild. Nichts wurde geschrieben. Prüfen Sie den Namen.</translation>
    </message>
    <message>
        <source>There is no imported backbone named “{name}”. Nothing was changed; choose one that is here.</source>
        <translation>Ein importiertes Netz namens „{name}“ gibt es nicht. Nichts wurde geändert; wählen Sie ein vorhandenes.</translation>
    </message>
    <message>
        <source>There is no label yet, so there is nothing to check. Nothing was changed.</source>
        <translation>Es gibt noch kein Label, also auch nichts zu prüfen. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>There is no project or exported classifier {file}. Nothing was written. Check the name.</source>
        <translation>Es gibt kein Projekt und keinen exportierten Klassifikator {file}. Nichts wurde geschrieben. Prüfen Sie den Namen.</translation>
    </message>
    <message>
        <source>There is no round yet. Nothing was changed. Run one first.</source>
        <translation>Es gibt noch keine Runde. Nichts wurde geändert. Starten Sie zuerst eine.</translation>
    </message>
    <message>
        <source>There is no such suggestion for an undecided image, so there is nothing to accept. Nothing was changed.</source>
        <translation>Für kein Bild ohne Entscheidung gibt es so einen Vorschlag, also gibt es nichts anzunehmen. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>There is no suggestion for an undecided image, so there is nothing to check. Nothing was changed.</source>
        <translation>Es gibt keinen Vorschlag für ein noch nicht entschiedenes Bild, also ist nichts zu prüfen. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>There is not enough free memory for this. What was decided before is safe. Close other programs and do it again.</source>
        <translation>Dafür ist nicht genug Arbeitsspeicher frei. Was bisher entschieden wurde, ist gespeichert. Schließen Sie andere Programme und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>There is not enough memory for the backbone “{name}”. What is embedded so far is kept; close other programs and continue, or choose a smaller backbone.</source>
        <translation>Der Speicher reicht nicht für das Netz „{name}“. Was bisher analysiert ist, bleibt erhalten; schließen Sie andere Programme und machen Sie weiter, oder wählen Sie ein kleineres Netz.</translation>
    </message>
    <message>
        <source>There is not enough memory to train this network, not even with {n:one image|# images} at a time. Nothing was changed; close other programs, or choose a smaller network.</source>
        <translation>Der Speicher reicht nicht, um dieses Netz zu trainieren, auch nicht mit {n:einem Bild|# Bildern} auf einmal. Nichts wurde geändert; schließen Sie andere Programme oder wählen Sie ein kleineres Netz.</translation>
    </message>
    <message>
        <source>There is nothing new in the package {file}.</source>
        <translation>Im Paket {file} ist nichts Neues.</translation>
    </message>
    <message>
        <source>There is nothing to resume: {file} is complete. Nothing was changed.</source>
        <translation>Es gibt nichts fortzusetzen: {file} ist vollständig. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>There was no audit yet. Nothing was written. Begin one, or choose other images.</source>
        <translation>Es gab noch keine Stichprobe. Nichts wurde geschrieben. Beginnen Sie eine, oder wählen Sie andere Bilder.</translation>
    </message>
    <message>
        <source>There {n:is # image|are # images} to learn from, and at least {k} are needed.</source>
        <translation>Es {n:gibt # Bild|gibt # Bilder} zum Lernen, und mindestens {k} sind nötig.</translation>
    </message>
    <message>
        <source>There {n:is # label|are # labels} of {k:# class|# classes}, and at least {least} labels of 2 classes are needed to train a classifier. Nothing was changed; label more images.</source>
        <translation>Es gibt {n:# Label|# Labels} in {k:# Klasse|# Klassen}; um einen Klassifikator zu trainieren, braucht es mindestens {least} Labels in 2 Klassen. Nichts wurde geändert; labeln Sie mehr Bilder.</translation>
    </message>
    <message>
        <source>There {n:is only # image|are only # images} to draw from, fewer than {asked}, so the audit checks {n:it|them all}.</source>
        <translation>Es {n:gibt nur # Bild|gibt nur # Bilder} zu ziehen, weniger als {asked}; also prüft die Stichprobe {n:dieses|sie alle}.</translation>
    </message>
    <message>
        <source>These folders are not parts of a split and were left out: {names}.</source>
        <translation>Diese Ordner sind keine Teile einer Aufteilung und wurden ausgelassen: {names}.</translation>
    </message>
    <message>
        <source>This box was deleted.</source>
        <translation>Dieser Rahmen wurde gelöscht.</translation>
    </message>
    <message>
        <source>This classifier was exported on {day}. Its classes are those of that day: {classes}.</source>
        <translation>Dieser Klassifikator wurde am {day} exportiert. Seine Klassen sind die von jenem Tag: {classes}.</translation>
    </message>
    <message>
        <source>This computer has no {device} device that PyTorch can use. Nothing was changed; choose the processor or let the program choose.</source>
        <translation>Dieser Computer hat kein Gerät {device}, das PyTorch verwenden kann. Nichts wurde geändert; wählen Sie den Prozessor oder lassen Sie das Programm wählen.</translation>
    </message>
    <message>
        <source>This disk offers no locks, and {file} is marked as open on {owner}. Nothing was changed. Close it there; if it is not open any more, delete {lock} and open it again.</source>
        <translation>Dieser Datenträger bietet keine Sperren, und {file} ist als geöffnet auf {owner} vermerkt. Nichts wurde geändert. Schließen Sie es dort; ist es nicht mehr offen, löschen Sie {lock} und öffnen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>This image has not been analysed yet, so nothing can be said about what is similar to it. Nothing was changed. Analyse the new images first.</source>
        <translation>Dieses Bild ist noch nicht analysiert, also lässt sich nicht sagen, was ihm ähnlich ist. Nichts wurde geändert. Analysieren Sie zuerst die neuen Bilder.</translation>
    </message>
    <message>
        <source>This is a package for {name}: decide its {n:image|# images}, close it, and send the file back.</source>
        <translation>Dies ist ein Paket für {name}: Entscheiden Sie {n:sein Bild|seine # Bilder}, schließen Sie es und schicken Sie die Datei zurück.</translation>
    </message>
    <message>
        <source>This is a package: decide its {n:image|# images}, close it, and send the file back.</source>
        <translation>Dies ist ein Paket: Entscheiden Sie {n:sein Bild|seine # Bilder}, schließen Sie es und schicken Sie die Datei zurück.</translation>
    </message>
    <message>
        <source>This project has no classifier yet. Nothing was changed; train one first.</source>
        <translation>Dieses Projekt hat noch keinen Klassifikator. Nichts wurde geändert; trainieren Sie zuerst einen.</translation>
    </message>
    <message>
        <source>Thumbnails are not kept, because {reason} ({folder}). Nothing is lost; images appear more slowly. Make room or choose another folder for the cache, and start the program again.</source>
        <translation>Vorschaubilder werden nicht aufbewahrt, denn {reason} ({folder}). Nichts ist verloren; Bilder erscheinen langsamer. Schaffen Sie Platz oder wählen Sie einen anderen Ordner für den Zwischenspeicher, und starten Sie das Programm neu.</translation>
    </message>
    <message>
        <source>Training does not work: the loss went from {before:.2f} to {after:.2f}.</source>
        <translation>Das Training funktioniert nicht: Der Verlust ging von {before:.2f} auf {after:.2f}.</translation>
    </message>
    <message>
        <source>Unusable camera data in {n:# file|# files}; the images themselves are used: {files}.</source>
        <translation>Nicht verwendbare Kameradaten in {n:# Datei|# Dateien}; die Bilder selbst werden verwendet: {files}.</translation>
    </message>
    <message>
        <source>Videos are read once av, an optional part of this program, is installed: “pip install av” where it runs from Python. The packaged program leaves it out because of its licence. Nothing was made. The handbook says how to install it without a network, and how to save frames as images instead.</source>
        <translation>Videos werden gelesen, sobald av, ein freiwilliger Teil dieses Programms, installiert ist: „pip install av“, wo es mit Python läuft. Zum fertigen Programm gehört es wegen seiner Lizenz nicht. Es wurde nichts angelegt. Wie man es ohne Netz installiert und wie man stattdessen Einzelbilder speichert, steht im Handbuch.</translation>
    </message>
    <message>
        <source>What the classifier says about an image are no probabilities: its weights are damaged. No table was written. Get the exported folder again; if it is a project, choose another embedding, or train again.</source>
        <translation>Was der Klassifikator über ein Bild sagt, sind keine Wahrscheinlichkeiten: Seine Gewichte sind beschädigt. Es wurde keine Tabelle geschrieben. Besorgen Sie den exportierten Ordner noch einmal; ist es ein Projekt, wählen Sie eine andere Einbettung oder trainieren Sie neu.</translation>
    </message>
    <message>
        <source>When its minutes were over, the training had shown each label {share:.0%} as often as pays. With more minutes it may be better.</source>
        <translation>Als seine Minuten um waren, hatte das Training jedes Label erst {share:.0%} so oft gezeigt, wie es sich lohnt. Mit mehr Minuten wird er vielleicht besser.</translation>
    </message>
    <message>
        <source>a DICOM file without pixels, such as a report or a plan</source>
        <translation>eine DICOM-Datei ohne Pixel, etwa ein Befund oder ein Plan</translation>
    </message>
    <message>
        <source>a FITS file without pixels: it has headers only</source>
        <translation>eine FITS-Datei ohne Pixel: Sie hat nur Kopfdaten</translation>
    </message>
    <message>
        <source>a FITS file without pixels: its first data are a table</source>
        <translation>eine FITS-Datei ohne Pixel: Ihre ersten Daten sind eine Tabelle</translation>
    </message>
    <message>
        <source>a PDF document</source>
        <translation>ein PDF-Dokument</translation>
    </message>
    <message>
        <source>a Photoshop document</source>
        <translation>ein Photoshop-Dokument</translation>
    </message>
    <message>
        <source>a ZIP archive</source>
        <translation>ein ZIP-Archiv</translation>
    </message>
    <message>
        <source>a class that was deleted</source>
        <translation>eine gelöschte Klasse</translation>
    </message>
    <message>
        <source>a compressed file</source>
        <translation>eine komprimierte Datei</translation>
    </message>
    <message>
        <source>a database</source>
        <translation>eine Datenbank</translation>
    </message>
    <message>
        <source>a file of zeros only</source>
        <translation>eine Datei nur aus Nullen</translation>
    </message>
    <message>
        <source>a film</source>
        <translation>ein Film</translation>
    </message>
    <message>
        <source>a folder that was reached before by another way</source>
        <translation>ein Ordner, der schon auf anderem Weg erreicht wurde</translation>
    </message>
    <message>
        <source>a folder, not a file</source>
        <translation>ein Ordner, keine Datei</translation>
    </message>
    <message>
        <source>a link that leads back to itself</source>
        <translation>eine Verknüpfung, die zu sich selbst zurückführt</translation>
    </message>
    <message>
        <source>a link to a file that is not there</source>
        <translation>eine Verknüpfung zu einer Datei, die es nicht gibt</translation>
    </message>
    <message>
        <source>a link to a folder that is scanned anyway</source>
        <translation>eine Verknüpfung zu einem Ordner, der ohnehin durchsucht wird</translation>
    </message>
    <message>
        <source>a list of DICOM files</source>
        <translation>ein Verzeichnis von DICOM-Dateien</translation>
    </message>
    <message>
        <source>a name or a number may be burnt into its pixels</source>
        <translation>ein Name oder eine Nummer kann in seine Pixel eingebrannt sein</translation>
    </message>
    <message>
        <source>a network that knows photographs, and small patches</source>
        <translation>ein Netz, das Fotos kennt, und kleine Bildmuster</translation>
    </message>
    <message>
        <source>a part of an image that OME stores in several files</source>
        <translation>ein Teil eines Bildes, das OME in mehreren Dateien speichert</translation>
    </message>
    <message>
        <source>a part of its path is a file, not a folder</source>
        <translation>ein Teil des Pfads ist eine Datei, kein Ordner</translation>
    </message>
    <message>
        <source>a part that is not needed to see it is damaged or very large ({parts})</source>
        <translation>ein Teil, der zum Anzeigen nicht gebraucht wird, ist beschädigt oder sehr groß ({parts})</translation>
    </message>
    <message>
        <source>a quotation mark opens here and closes in line {line}, and what is between them looks like rows</source>
        <translation>hier beginnt ein Anführungszeichen, das erst in Zeile {line} endet, und dazwischen steht, was wie Zeilen der Tabelle aussieht</translation>
    </message>
    <message>
        <source>a text file</source>
        <translation>eine Textdatei</translation>
    </message>
    <message>
        <source>a video, which is not classified</source>
        <translation>ein Video, das nicht klassifiziert wird</translation>
    </message>
    <message>
        <source>a video; its frames become images where a new project asks for them</source>
        <translation>ein Video; seine Einzelbilder werden Bilder, wo ein neues Projekt sie verlangt</translation>
    </message>
    <message>
        <source>a web page</source>
        <translation>eine Webseite</translation>
    </message>
    <message>
        <source>adding images</source>
        <translation>Bilder hinzufügen</translation>
    </message>
    <message>
        <source>all images began to look the same to it</source>
        <translation>alle Bilder sahen ihm bald gleich aus</translation>
    </message>
    <message>
        <source>altitude</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>an array of NumPy that is no image: numbers in two dimensions, or three with 3 or 4 channels</source>
        <translation>ein NumPy-Array, das kein Bild ist: Zahlen in zwei Dimensionen oder in drei mit 3 oder 4 Kanälen</translation>
    </message>
    <message>
        <source>another folder of the project has this name; rename one of them</source>
        <translation>ein anderer Ordner des Projekts hat diesen Namen; benennen Sie einen der beiden um</translation>
    </message>
    <message>
        <source>another image has this name with another ending, and YOLO tells them apart only by name</source>
        <translation>ein anderes Bild hat diesen Namen mit einer anderen Endung, und YOLO unterscheidet sie nur am Namen</translation>
    </message>
    <message>
        <source>another program uses it</source>
        <translation>ein anderes Programm verwendet es</translation>
    </message>
    <message>
        <source>backing up</source>
        <translation>sichern</translation>
    </message>
    <message>
        <source>because the answer of most people counts in this project</source>
        <translation>weil in diesem Projekt die Antwort der meisten gilt</translation>
    </message>
    <message>
        <source>because the first answer counts in this project</source>
        <translation>weil in diesem Projekt die erste Antwort gilt</translation>
    </message>
    <message>
        <source>because the first answer counts in this project until somebody settles what differs</source>
        <translation>weil in diesem Projekt die erste Antwort gilt, bis jemand Abweichendes entscheidet</translation>
    </message>
    <message>
        <source>because {name} settled it</source>
        <translation>weil {name} es entschieden hat</translation>
    </message>
    <message>
        <source>blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>changing the backbone</source>
        <translation>Netz wechseln</translation>
    </message>
    <message>
        <source>checking images</source>
        <translation>Bilder werden geprüft</translation>
    </message>
    <message>
        <source>choosing images</source>
        <translation>Bilder wählen</translation>
    </message>
    <message>
        <source>choosing what to ask next</source>
        <translation>nächste Bilder wählen</translation>
    </message>
    <message>
        <source>class {classes}</source>
        <translation>Klasse {classes}</translation>
    </message>
    <message>
        <source>class {classes}, rank {rank} or higher</source>
        <translation>Klasse {classes}, Rang {rank} oder höher</translation>
    </message>
    <message>
        <source>classifying</source>
        <translation>Bilder klassifizieren</translation>
    </message>
    <message>
        <source>classifying the images</source>
        <translation>Bilder klassifizieren</translation>
    </message>
    <message>
        <source>collecting</source>
        <translation>sammeln</translation>
    </message>
    <message>
        <source>comparing</source>
        <translation>vergleichen</translation>
    </message>
    <message>
        <source>comparing files</source>
        <translation>Dateien vergleichen</translation>
    </message>
    <message>
        <source>comparing folders</source>
        <translation>Ordner vergleichen</translation>
    </message>
    <message>
        <source>comparing images</source>
        <translation>Bilder vergleichen</translation>
    </message>
    <message>
        <source>comparing images with their mirror images</source>
        <translation>Bilder mit ihren Spiegelbildern vergleichen</translation>
    </message>
    <message>
        <source>comparing views of some images</source>
        <translation>Ansichten einiger Bilder vergleichen</translation>
    </message>
    <message>
        <source>cut off in the middle</source>
        <translation>mittendrin abgeschnitten</translation>
    </message>
    <message>
        <source>cut off or damaged: what says where its frames are is missing</source>
        <translation>abgeschnitten oder beschädigt: die Angabe, wo seine Einzelbilder stehen, fehlt</translation>
    </message>
    <message>
        <source>cut off, damaged, or sound without pictures</source>
        <translation>abgeschnitten, beschädigt oder Ton ohne Bilder</translation>
    </message>
    <message>
        <source>cyan</source>
        <translation>Cyan</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>beschädigt</translation>
    </message>
    <message>
        <source>damaged: it does not say how its pixels are stored</source>
        <translation>beschädigt: sie sagt nicht, wie ihre Pixel abgelegt sind</translation>
    </message>
    <message>
        <source>damaged: it has no pixels</source>
        <translation>beschädigt: enthält keine Pixel</translation>
    </message>
    <message>
        <source>damaged: its beginning is not as it should be</source>
        <translation>beschädigt: der Anfang stimmt nicht</translation>
    </message>
    <message>
        <source>damaged: its checksum does not fit</source>
        <translation>beschädigt: die Prüfsumme stimmt nicht</translation>
    </message>
    <message>
        <source>damaged: its parts state different sizes</source>
        <translation>beschädigt: ihre Teile nennen verschiedene Größen</translation>
    </message>
    <message>
        <source>damaged: its pixels cannot be decoded</source>
        <translation>beschädigt: die Pixel sind nicht lesbar</translation>
    </message>
    <message>
        <source>damaged: something else lies where its next part should be</source>
        <translation>beschädigt: statt des nächsten Teils steht etwas anderes</translation>
    </message>
    <message>
        <source>differs from {n} of {total:# suggestion|# suggestions}</source>
        <translation>weicht von {n} von {total:# Vorschlag|# Vorschlägen} ab</translation>
    </message>
    <message>
        <source>embedding</source>
        <translation>Bilder analysieren</translation>
    </message>
    <message>
        <source>empty file</source>
        <translation>leere Datei</translation>
    </message>
    <message>
        <source>ends after {n:# page|# pages}</source>
        <translation>endet nach {n:# Seite|# Seiten}</translation>
    </message>
    <message>
        <source>ends there</source>
        <translation>endet dort</translation>
    </message>
    <message>
        <source>every class</source>
        <translation>alle Klassen</translation>
    </message>
    <message>
        <source>every class, rank {rank} or higher</source>
        <translation>alle Klassen, Rang {rank} oder höher</translation>
    </message>
    <message>
        <source>excluded: none of the classes</source>
        <translation>ausgeschlossen: keine der Klassen</translation>
    </message>
    <message>
        <source>finding images</source>
        <translation>Bilder suchen</translation>
    </message>
    <message>
        <source>finding similar images</source>
        <translation>ähnliche Bilder suchen</translation>
    </message>
    <message>
        <source>fitting the classifier</source>
        <translation>Klassifikator anpassen</translation>
    </message>
    <message>
        <source>goes on from there with other images</source>
        <translation>geht von dort mit anderen Bildern weiter</translation>
    </message>
    <message>
        <source>green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>Grau</translation>
    </message>
    <message>
        <source>grouping images</source>
        <translation>Bilder gruppieren</translation>
    </message>
    <message>
        <source>hard links</source>
        <translation>Hardlinks</translation>
    </message>
    <message>
        <source>has too many pages or frames (the limit is {limit}); split it</source>
        <translation>hat zu viele Seiten oder Einzelbilder (die Grenze ist {limit}); teilen Sie die Datei</translation>
    </message>
    <message>
        <source>has {n:one page|# pages}, and page {page} is not among them</source>
        <translation>hat {n:eine Seite|# Seiten}, und Seite {page} ist nicht darunter</translation>
    </message>
    <message>
        <source>is compressed as “{kind}”, which is not read</source>
        <translation>ist als „{kind}“ gepackt, was nicht gelesen wird</translation>
    </message>
    <message>
        <source>is compressed as “{kind}”, which is read once python-gdcm and pylibjpeg-openjpeg are installed</source>
        <translation>ist als „{kind}“ gepackt, was gelesen wird, sobald python-gdcm und pylibjpeg-openjpeg installiert sind</translation>
    </message>
    <message>
        <source>is {what} named .{suffix}</source>
        <translation>ist {what} mit der Endung .{suffix}</translation>
    </message>
    <message>
        <source>is {what}, not an image</source>
        <translation>ist {what}, kein Bild</translation>
    </message>
    <message>
        <source>it cannot be read ({reason})</source>
        <translation>kann nicht gelesen werden ({reason})</translation>
    </message>
    <message>
        <source>it cannot be written</source>
        <translation>der Ordner ist nicht beschreibbar</translation>
    </message>
    <message>
        <source>it does not begin with the number of a class</source>
        <translation>sie beginnt nicht mit der Nummer einer Klasse</translation>
    </message>
    <message>
        <source>it does not say which frame of its video it is on; write the seconds into its path, as in {path}#t=2.5, or beside it as “time”, and do it again</source>
        <translation>es steht nicht da, in welchem Einzelbild seines Videos es liegt; schreiben Sie die Sekunden in den Pfad, wie in {path}#t=2.5, oder daneben als „time“, und lesen Sie die Datei noch einmal ein</translation>
    </message>
    <message>
        <source>it does not say which page of its file it is on; write the page into its path, as in {path}#page=2, or beside it as “page”, and do it again</source>
        <translation>es steht nicht da, auf welcher Seite seiner Datei es liegt; schreiben Sie die Seite in den Pfad, wie in {path}#page=2, oder daneben als „page“, und lesen Sie die Datei noch einmal ein</translation>
    </message>
    <message>
        <source>it fits several images: {names}</source>
        <translation>sie passt zu mehreren Bildern: {names}</translation>
    </message>
    <message>
        <source>it follows such a line and does not have as many cells as the other rows</source>
        <translation>sie folgt auf eine solche Zeile und hat nicht so viele Zellen wie die anderen</translation>
    </message>
    <message>
        <source>it has a DOCTYPE, which no such file needs and which can hide other files</source>
        <translation>sie hat einen DOCTYPE, den keine solche Datei braucht und der andere Dateien verstecken kann</translation>
    </message>
    <message>
        <source>it has a class and no box; classes of whole images are imported as labels, not as boxes</source>
        <translation>es hat eine Klasse und keinen Rahmen; Klassen ganzer Bilder werden als Labels importiert, nicht als Rahmen</translation>
    </message>
    <message>
        <source>it has a mask and no box</source>
        <translation>sie hat eine Maske und keinen Rahmen</translation>
    </message>
    <message>
        <source>it has class {target}, but there {n:is # class|are # classes}</source>
        <translation>sie hat die Klasse {target}, aber es gibt {n:# Klasse|# Klassen}</translation>
    </message>
    <message>
        <source>it has more cells than the table has columns; a cell that holds a separator belongs in quotation marks</source>
        <translation>sie hat mehr Zellen, als die Tabelle Spalten hat; eine Zelle, in der ein Trennzeichen steht, gehört in Anführungszeichen</translation>
    </message>
    <message>
        <source>it has no box</source>
        <translation>sie hat keinen Rahmen</translation>
    </message>
    <message>
        <source>it has no box, and its image stands in another row as well</source>
        <translation>es hat keinen Rahmen, und sein Bild steht noch in einer anderen Zeile</translation>
    </message>
    <message>
        <source>it has no end mark; all of its pixels are there</source>
        <translation>die Endmarke fehlt; alle Bildpunkte sind da</translation>
    </message>
    <message>
        <source>it has no flags</source>
        <translation>ohne Flags</translation>
    </message>
    <message>
        <source>it has no id or no name, or its id stands twice</source>
        <translation>ihr fehlt die Id oder der Name, oder ihre Id kommt zweimal vor</translation>
    </message>
    <message>
        <source>it has no label</source>
        <translation>hat kein Label</translation>
    </message>
    <message>
        <source>it has no list of detections</source>
        <translation>sie hat keine Liste von Funden</translation>
    </message>
    <message>
        <source>it has no objects, and names no image</source>
        <translation>sie hat keine Objekte und nennt kein Bild</translation>
    </message>
    <message>
        <source>it has no path</source>
        <translation>sie hat keinen Pfad</translation>
    </message>
    <message>
        <source>it has no {key}</source>
        <translation>{key} fehlt darin</translation>
    </message>
    <message>
        <source>it is a crowd, not one object</source>
        <translation>sie ist eine Menge, kein einzelnes Objekt</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>es ist ein Ordner</translation>
    </message>
    <message>
        <source>it is a shape without a box: {shape}</source>
        <translation>sie ist eine Form ohne Rahmen: {shape}</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>sie ist leer</translation>
    </message>
    <message>
        <source>it is far larger than such files are</source>
        <translation>sie ist weit größer, als solche Dateien sind</translation>
    </message>
    <message>
        <source>it is nested too deeply</source>
        <translation>sie ist zu tief verschachtelt</translation>
    </message>
    <message>
        <source>it is no object of JSON</source>
        <translation>sie ist kein JSON-Objekt</translation>
    </message>
    <message>
        <source>it is no task of Label Studio</source>
        <translation>sie ist keine Aufgabe von Label Studio</translation>
    </message>
    <message>
        <source>it is not JSON</source>
        <translation>sie ist kein JSON</translation>
    </message>
    <message>
        <source>it is not XML that can be read ({reason})</source>
        <translation>sie ist kein lesbares XML ({reason})</translation>
    </message>
    <message>
        <source>it is not XMP</source>
        <translation>es ist kein XMP</translation>
    </message>
    <message>
        <source>it is not text in UTF-8</source>
        <translation>sie ist kein Text in UTF-8</translation>
    </message>
    <message>
        <source>it is not there</source>
        <translation>es ist nicht da</translation>
    </message>
    <message>
        <source>it is not written as its kind of file usually is</source>
        <translation>sie ist nicht so geschrieben, wie es in Dateien dieser Art üblich ist</translation>
    </message>
    <message>
        <source>it names no image</source>
        <translation>sie nennt kein Bild</translation>
    </message>
    <message>
        <source>it was skipped in Label Studio</source>
        <translation>sie wurde in Label Studio übersprungen</translation>
    </message>
    <message>
        <source>its box has no area</source>
        <translation>ihr Rahmen hat keine Fläche</translation>
    </message>
    <message>
        <source>its box is in fractions where most others are in pixels</source>
        <translation>ihr Rahmen ist in Anteilen des Bildes angegeben, die meisten anderen sind in Pixeln</translation>
    </message>
    <message>
        <source>its box is in pixels where most others are fractions of the image</source>
        <translation>ihr Rahmen ist in Pixeln angegeben, die meisten anderen sind in Anteilen des Bildes</translation>
    </message>
    <message>
        <source>its box is in pixels where the others are fractions of the image</source>
        <translation>ihr Rahmen ist in Pixeln angegeben, die anderen sind in Anteilen des Bildes</translation>
    </message>
    <message>
        <source>its box is not four numbers</source>
        <translation>ihr Rahmen besteht nicht aus vier Zahlen</translation>
    </message>
    <message>
        <source>its box is smaller than a pixel; its numbers may be fractions of the image</source>
        <translation>ihr Rahmen ist kleiner als ein Pixel; seine Zahlen sind vielleicht Anteile des Bildes</translation>
    </message>
    <message>
        <source>its box lies outside of its image</source>
        <translation>ihr Rahmen liegt außerhalb des Bildes</translation>
    </message>
    <message>
        <source>its box lies outside the image</source>
        <translation>ihr Rahmen liegt außerhalb des Bildes</translation>
    </message>
    <message>
        <source>its class is no text</source>
        <translation>ihre Klasse ist kein Text</translation>
    </message>
    <message>
        <source>its class is not listed in the file</source>
        <translation>ihre Klasse steht nicht in der Datei</translation>
    </message>
    <message>
        <source>its colours are stored as {kind}, which is not read</source>
        <translation>die Farben sind als {kind} gespeichert, das wird nicht gelesen</translation>
    </message>
    <message>
        <source>its disk is full</source>
        <translation>der Datenträger ist voll</translation>
    </message>
    <message>
        <source>its encoding is not known ({reason})</source>
        <translation>ihre Zeichenkodierung ist unbekannt ({reason})</translation>
    </message>
    <message>
        <source>its end is missing</source>
        <translation>sein Ende fehlt</translation>
    </message>
    <message>
        <source>its file is missing</source>
        <translation>die Datei fehlt</translation>
    </message>
    <message>
        <source>its image has another size now</source>
        <translation>sein Bild hat jetzt eine andere Größe</translation>
    </message>
    <message>
        <source>its image is not listed in the file</source>
        <translation>ihr Bild steht nicht in der Datei</translation>
    </message>
    <message>
        <source>its links lead in a circle</source>
        <translation>die Verknüpfungen führen im Kreis</translation>
    </message>
    <message>
        <source>its loss was no number</source>
        <translation>der Verlust war keine Zahl</translation>
    </message>
    <message>
        <source>its name is not valid text; rename it</source>
        <translation>der Name ist kein gültiger Text; benennen Sie die Datei um</translation>
    </message>
    <message>
        <source>its path and what stands beside it name different pages or frames</source>
        <translation>sein Pfad und was daneben steht nennen verschiedene Seiten oder Einzelbilder</translation>
    </message>
    <message>
        <source>its path leads out of the folder of the images</source>
        <translation>sein Pfad führt aus dem Bilderordner hinaus</translation>
    </message>
    <message>
        <source>its quotation marks do not pair</source>
        <translation>ihre Anführungszeichen gehören nicht paarweise zusammen</translation>
    </message>
    <message>
        <source>its video has no frame at {time}; a frame is named by its own time, to the millisecond</source>
        <translation>sein Video hat kein Einzelbild bei {time}; ein Einzelbild heißt nach seiner eigenen Zeit, auf die Millisekunde</translation>
    </message>
    <message>
        <source>keeping the new backbone</source>
        <translation>neues Netz speichern</translation>
    </message>
    <message>
        <source>labelme flags</source>
        <translation>labelme-Flags</translation>
    </message>
    <message>
        <source>laying out</source>
        <translation>anordnen</translation>
    </message>
    <message>
        <source>learning</source>
        <translation>lernen</translation>
    </message>
    <message>
        <source>learning small patterns from the images</source>
        <translation>kleine Muster aus den Bildern lernen</translation>
    </message>
    <message>
        <source>looking for projects that use it</source>
        <translation>Projekte suchen, die es verwenden</translation>
    </message>
    <message>
        <source>looking for suspects</source>
        <translation>Zweifelsfälle suchen</translation>
    </message>
    <message>
        <source>magenta</source>
        <translation>Magenta</translation>
    </message>
    <message>
        <source>matching</source>
        <translation>zuordnen</translation>
    </message>
    <message>
        <source>measuring the search</source>
        <translation>Suche prüfen</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>missing since this scan</source>
        <translation>fehlt seit diesem Einlesen</translation>
    </message>
    <message>
        <source>moved or renamed; it was {path}</source>
        <translation>verschoben oder umbenannt; war {path}</translation>
    </message>
    <message>
        <source>needs more memory than is free</source>
        <translation>braucht mehr Speicher, als frei ist</translation>
    </message>
    <message>
        <source>new project</source>
        <translation>neues Projekt</translation>
    </message>
    <message>
        <source>no frame of it can be read</source>
        <translation>kein Einzelbild ist lesbar</translation>
    </message>
    <message>
        <source>no image, but what OME says about the images in the files beside it</source>
        <translation>kein Bild, sondern die Angaben von OME zu den Bildern in den Dateien daneben</translation>
    </message>
    <message>
        <source>no label</source>
        <translation>kein Label</translation>
    </message>
    <message>
        <source>no longer in its file, which was replaced, cut or edited</source>
        <translation>nicht mehr in seiner Datei, die ersetzt, gekürzt oder bearbeitet wurde</translation>
    </message>
    <message>
        <source>no permission to read it</source>
        <translation>keine Leseberechtigung</translation>
    </message>
    <message>
        <source>none of its lines is a class number and four numbers</source>
        <translation>keine ihrer Zeilen besteht aus der Nummer einer Klasse und vier Zahlen</translation>
    </message>
    <message>
        <source>none of the classes</source>
        <translation>keine der Klassen</translation>
    </message>
    <message>
        <source>not a file with content but a pipe or a device</source>
        <translation>keine Datei mit Inhalt, sondern eine Pipe oder ein Gerät</translation>
    </message>
    <message>
        <source>not a video of a kind that is read</source>
        <translation>kein Video einer Art, die gelesen wird</translation>
    </message>
    <message>
        <source>not a video, so that it has no frame at {time}</source>
        <translation>kein Video, also ohne Einzelbild bei {time}</translation>
    </message>
    <message>
        <source>not an image of a kind that is read</source>
        <translation>kein Bild einer Art, die gelesen wird</translation>
    </message>
    <message>
        <source>not defined, because no image has an answer of each of them</source>
        <translation>nicht definiert, weil kein Bild von allen eine Antwort hat</translation>
    </message>
    <message>
        <source>not defined, because on {n:# image|# images} only one and the same class was said, so that nothing tells agreement from chance</source>
        <translation>nicht definiert, weil zu {n:# Bild|# Bildern} nur ein und dieselbe Klasse genannt wurde, sodass sich Übereinstimmung nicht von Zufall unterscheiden lässt</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>nicht gelesen</translation>
    </message>
    <message>
        <source>not unpacked yet</source>
        <translation>noch nicht entpackt</translation>
    </message>
    <message>
        <source>noting changed files</source>
        <translation>geänderte Dateien vermerken</translation>
    </message>
    <message>
        <source>noting missing files</source>
        <translation>fehlende Dateien vermerken</translation>
    </message>
    <message>
        <source>noting moved files</source>
        <translation>verschobene Dateien vermerken</translation>
    </message>
    <message>
        <source>noting pages</source>
        <translation>Seiten merken</translation>
    </message>
    <message>
        <source>of {n:# image|# images}</source>
        <translation>von {n:# Bild|# Bildern}</translation>
    </message>
    <message>
        <source>only its parts are labelled</source>
        <translation>nur seine Teile werden gelabelt</translation>
    </message>
    <message>
        <source>opening the backbone</source>
        <translation>Netz öffnen</translation>
    </message>
    <message>
        <source>opening the classifier</source>
        <translation>Klassifikator öffnen</translation>
    </message>
    <message>
        <source>other files name the same image, {image}</source>
        <translation>andere Dateien nennen dasselbe Bild, {image}</translation>
    </message>
    <message>
        <source>pages missing: {missing} of {n}</source>
        <translation>fehlende Seiten: {missing} von {n}</translation>
    </message>
    <message>
        <source>people disagree on {n:# image|# images}</source>
        <translation>Personen uneinig bei {n:# Bild|# Bildern}</translation>
    </message>
    <message>
        <source>place out of range or incomplete</source>
        <translation>Ort unmöglich oder unvollständig</translation>
    </message>
    <message>
        <source>placing the others</source>
        <translation>die übrigen einordnen</translation>
    </message>
    <message>
        <source>published weights, downloaded by {library}</source>
        <translation>veröffentlichte Gewichte, geladen von {library}</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>lesen</translation>
    </message>
    <message>
        <source>reading boxes</source>
        <translation>Rahmen werden gelesen</translation>
    </message>
    <message>
        <source>reading camera data</source>
        <translation>Kameradaten lesen</translation>
    </message>
    <message>
        <source>reading columns</source>
        <translation>Spalten lesen</translation>
    </message>
    <message>
        <source>reading examples</source>
        <translation>Beispiele werden gelesen</translation>
    </message>
    <message>
        <source>reading folder names</source>
        <translation>Ordnernamen lesen</translation>
    </message>
    <message>
        <source>reading images</source>
        <translation>Bilder lesen</translation>
    </message>
    <message>
        <source>reading pages</source>
        <translation>Seiten werden gelesen</translation>
    </message>
    <message>
        <source>reading some images</source>
        <translation>einige Bilder lesen</translation>
    </message>
    <message>
        <source>reading the images</source>
        <translation>Bilder lesen</translation>
    </message>
    <message>
        <source>reading the logs</source>
        <translation>Protokolle lesen</translation>
    </message>
    <message>
        <source>reading the manifest</source>
        <translation>Das Verzeichnis wird gelesen</translation>
    </message>
    <message>
        <source>reading the package</source>
        <translation>Paket lesen</translation>
    </message>
    <message>
        <source>reading the project</source>
        <translation>Projekt lesen</translation>
    </message>
    <message>
        <source>reading the weights</source>
        <translation>Gewichte lesen</translation>
    </message>
    <message>
        <source>reading videos</source>
        <translation>Videos werden gelesen</translation>
    </message>
    <message>
        <source>red</source>
        <translation>Rot</translation>
    </message>
    <message>
        <source>rescan</source>
        <translation>Neues Einlesen</translation>
    </message>
    <message>
        <source>restoring</source>
        <translation>wiederherstellen</translation>
    </message>
    <message>
        <source>right for {k} of {n:# decided label|# decided labels}</source>
        <translation>richtig bei {k} von {n:# entschiedenen Label|# entschiedenen Labels}</translation>
    </message>
    <message>
        <source>right for {share:.0%} of {n:# decided label|# decided labels} (95 % interval: {interval})</source>
        <translation>richtig bei {share:.0%} von {n:# entschiedenen Label|# entschiedenen Labels} (95‑%‑Intervall: {interval})</translation>
    </message>
    <message>
        <source>self-test</source>
        <translation>Selbsttest</translation>
    </message>
    <message>
        <source>self-test: {step}</source>
        <translation>Selbsttest: {step}</translation>
    </message>
    <message>
        <source>small patches learnt from the folder</source>
        <translation>kleine Ausschnitte, aus dem Ordner gelernt</translation>
    </message>
    <message>
        <source>small patches learnt from this folder</source>
        <translation>kleine Ausschnitte, aus diesem Ordner gelernt</translation>
    </message>
    <message>
        <source>small patches, learnt</source>
        <translation>kleine Bildausschnitte, gelernt</translation>
    </message>
    <message>
        <source>sorting images into cells</source>
        <translation>Bilder in Zellen sortieren</translation>
    </message>
    <message>
        <source>spreading labels</source>
        <translation>Labels ausbreiten</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>anfangen</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>storing</source>
        <translation>speichern</translation>
    </message>
    <message>
        <source>storing columns</source>
        <translation>Spalten speichern</translation>
    </message>
    <message>
        <source>symbolic links</source>
        <translation>symbolischen Links</translation>
    </message>
    <message>
        <source>takes too long to read, and the others went on without it</source>
        <translation>das Lesen dauert zu lange; die übrigen wurden ohne sie gelesen</translation>
    </message>
    <message>
        <source>taking new images into the neighbour lists</source>
        <translation>neue Bilder in die Nachbarlisten aufnehmen</translation>
    </message>
    <message>
        <source>the detector could not read it ({reason})</source>
        <translation>der Detektor konnte das Bild nicht lesen ({reason})</translation>
    </message>
    <message>
        <source>the disk can only be read</source>
        <translation>der Datenträger kann nur gelesen werden</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>der Datenträger ist voll</translation>
    </message>
    <message>
        <source>the disk reports an error</source>
        <translation>der Datenträger meldet einen Fehler</translation>
    </message>
    <message>
        <source>the disk reports an error ({reason})</source>
        <translation>der Datenträger meldet einen Fehler ({reason})</translation>
    </message>
    <message>
        <source>the file cannot be read ({reason})</source>
        <translation>die Datei lässt sich nicht lesen ({reason})</translation>
    </message>
    <message>
        <source>the file has {n:# part|# parts} that it lacks, first {key}</source>
        <translation>die Datei hat {n:# Teil, den|# Teile, die} es nicht hat, zuerst {key}</translation>
    </message>
    <message>
        <source>the file is not there any more</source>
        <translation>die Datei ist nicht mehr da</translation>
    </message>
    <message>
        <source>the frame at {time} is damaged</source>
        <translation>das Einzelbild bei {time} ist beschädigt</translation>
    </message>
    <message>
        <source>the name is too long</source>
        <translation>der Name ist zu lang</translation>
    </message>
    <message>
        <source>the project does not say which part of the file it is</source>
        <translation>das Projekt sagt nicht, welcher Teil der Datei es ist</translation>
    </message>
    <message>
        <source>the same box is there twice</source>
        <translation>derselbe Rahmen ist zweimal da</translation>
    </message>
    <message>
        <source>the same box was there before</source>
        <translation>derselbe Rahmen kam schon vor</translation>
    </message>
    <message>
        <source>the same box was there before, as {label}</source>
        <translation>derselbe Rahmen kam schon vor, als {label}</translation>
    </message>
    <message>
        <source>the video has no frame at {time}: it is cut off, damaged, or another one than before</source>
        <translation>das Video hat kein Bild bei {time}: Es ist abgeschnitten, beschädigt oder ein anderes als vorher</translation>
    </message>
    <message>
        <source>there is no permission</source>
        <translation>die Berechtigung fehlt</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>es gibt keine solche Datei</translation>
    </message>
    <message>
        <source>this folder cannot be read: {reason}</source>
        <translation>dieser Ordner kann nicht gelesen werden: {reason}</translation>
    </message>
    <message>
        <source>time {text}</source>
        <translation>Zeit {text}</translation>
    </message>
    <message>
        <source>timm {version} has no model named “{name}”. Nothing was changed.</source>
        <translation>timm {version} hat kein Modell namens „{name}“. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>torchvision or faiss computes wrongly in this installation. Projects are safe; install the program again.</source>
        <translation>torchvision oder faiss rechnet in dieser Installation falsch. Projekte sind sicher; installieren Sie das Programm neu.</translation>
    </message>
    <message>
        <source>train, val, test (Ultralytics)</source>
        <translation>train, val, test (Ultralytics)</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>rückgängig gemacht</translation>
    </message>
    <message>
        <source>unpacking images</source>
        <translation>Bilder entpacken</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>unsicher</translation>
    </message>
    <message>
        <source>videos are read once av, an optional part of this program, is installed</source>
        <translation>Videos werden gelesen, sobald av, ein freiwilliger Teil dieses Programms, installiert ist</translation>
    </message>
    <message>
        <source>was missing and is back</source>
        <translation>fehlte und ist wieder da</translation>
    </message>
    <message>
        <source>would need too much memory: it is packed more densely than any image</source>
        <translation>bräuchte zu viel Speicher: sie ist dichter gepackt als jedes Bild</translation>
    </message>
    <message>
        <source>would need {memory:.1f} GB of memory ({width} × {height} pixels; at most {limit} million are read)</source>
        <translation>bräuchte {memory:.1f} GB Speicher ({width} × {height} Pixel; höchstens {limit} Millionen werden gelesen)</translation>
    </message>
    <message>
        <source>would need {memory:.1f} GB of memory, more than the {limit:.1f} GB that images may take on this computer</source>
        <translation>würde {memory:.1f} GB Arbeitsspeicher brauchen, mehr als die {limit:.1f} GB, die Bilder auf diesem Computer belegen dürfen</translation>
    </message>
    <message>
        <source>writing</source>
        <translation>schreiben</translation>
    </message>
    <message>
        <source>writing the network</source>
        <translation>Netz schreiben</translation>
    </message>
    <message>
        <source>writing the sample</source>
        <translation>Beispiel schreiben</translation>
    </message>
    <message>
        <source>yellow</source>
        <translation>Gelb</translation>
    </message>
    <message>
        <source>{asked} draws gave {n:# image|# different images}: a doubtful one can be drawn more than once, and counts as often.</source>
        <translation>{asked} Ziehungen ergaben {n:# Bild|# verschiedene Bilder}: Ein zweifelhaftes kann mehrmals gezogen werden und zählt dann so oft.</translation>
    </message>
    <message>
        <source>{column} (dates)</source>
        <translation>{column} (Daten)</translation>
    </message>
    <message>
        <source>{column} (numbers)</source>
        <translation>{column} (Zahlen)</translation>
    </message>
    <message>
        <source>{column} holds dates, and {text} is none. Write the year first: {example}.</source>
        <translation>{column} enthält Daten, und {text} ist keines. Schreiben Sie das Jahr zuerst: {example}.</translation>
    </message>
    <message>
        <source>{column} holds no times. Nothing was changed. Choose a column of dates for the time.</source>
        <translation>{column} enthält keine Zeiten. Nichts wurde geändert. Wählen Sie für die Zeit eine Spalte mit Daten.</translation>
    </message>
    <message>
        <source>{column} holds numbers, and {text} is none.</source>
        <translation>{column} enthält Zahlen, und {text} ist keine.</translation>
    </message>
    <message>
        <source>{few}{unread} Nothing was changed; add images to the project.</source>
        <translation>{few}{unread} Nichts wurde geändert; fügen Sie dem Projekt Bilder hinzu.</translation>
    </message>
    <message>
        <source>{file} can only be read here. Nothing was changed. Copy the project to a place where you may write, and open the copy.</source>
        <translation>{file} kann hier nur gelesen werden. Nichts wurde geändert. Kopieren Sie das Projekt an einen Ort, an dem Sie schreiben dürfen, und öffnen Sie die Kopie.</translation>
    </message>
    <message>
        <source>{file} cannot be deleted ({reason}). Nothing was changed.</source>
        <translation>{file} kann nicht gelöscht werden ({reason}). Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>{file} cannot be read ({reason}). Choose the manifest.json of an export.</source>
        <translation>{file} kann nicht gelesen werden ({reason}). Wählen Sie die manifest.json eines Exports.</translation>
    </message>
    <message>
        <source>{file} cannot be read ({reason}). Nothing was changed.</source>
        <translation>{file} kann nicht gelesen werden ({reason}). Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>{file} cannot be read ({reason}). Nothing was changed. Choose the data set's folder.</source>
        <translation>{file} kann nicht gelesen werden ({reason}). Nichts wurde geändert. Wählen Sie den Ordner des Datensatzes.</translation>
    </message>
    <message>
        <source>{file} cannot be read ({reason}). Nothing was changed. Export it again as JSON.</source>
        <translation>{file} kann nicht gelesen werden ({reason}). Nichts wurde geändert. Exportieren Sie es noch einmal als JSON.</translation>
    </message>
    <message>
        <source>{file} cannot be read ({reason}). Nothing was changed. Save it as text in UTF-8.</source>
        <translation>{file} kann nicht gelesen werden ({reason}). Nichts wurde geändert. Speichern Sie die Datei als Text in UTF-8.</translation>
    </message>
    <message>
        <source>{file} cannot be read ({reason}). Nothing was changed. Write it again as JSON.</source>
        <translation>{file} kann nicht gelesen werden ({reason}). Nichts wurde geändert. Schreiben Sie die Datei noch einmal als JSON.</translation>
    </message>
    <message>
        <source>{file} cannot be read ({reason}). Nothing was changed; choose another file.</source>
        <translation>{file} kann nicht gelesen werden ({reason}). Nichts wurde geändert; wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>{file} cannot be read any more: {reason}. Nothing was written.</source>
        <translation>{file} kann nicht mehr gelesen werden: {reason}. Nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>{file} cannot be read as JSON ({reason}). Nothing was changed.</source>
        <translation>{file} lässt sich nicht als JSON lesen ({reason}). Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>{file} cannot be read as Parquet ({reason}). Nothing was changed.</source>
        <translation>{file} kann nicht als Parquet gelesen werden ({reason}). Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>{file} cannot be read as an array ({reason}). Nothing was changed.</source>
        <translation>{file} lässt sich nicht als Array lesen ({reason}). Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>{file} cannot be read beyond line {line}: {reason}. Nothing was changed.</source>
        <translation>{file} kann ab Zeile {line} nicht gelesen werden: {reason}. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>{file} cannot be read: there is no permission. Nothing was changed. Get permission to read and write it, or a copy of your own.</source>
        <translation>{file} kann nicht gelesen werden: die Berechtigung fehlt. Nichts wurde geändert. Lassen Sie sich Lese- und Schreibrechte geben oder eine eigene Kopie.</translation>
    </message>
    <message>
        <source>{file} cannot be read: {reason}. Nothing was changed. Mend that, or choose another file.</source>
        <translation>{file} kann nicht gelesen werden: {reason}. Nichts wurde geändert. Beheben Sie das oder wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>{file} cannot be read: {reason}. Nothing was changed. Save it as CSV in UTF-8 again.</source>
        <translation>{file} ist nicht lesbar: {reason}. Nichts wurde geändert. Speichern Sie sie noch einmal als CSV in UTF-8.</translation>
    </message>
    <message>
        <source>{file} cannot be read: {reason}. Nothing was written. Get the folder again.</source>
        <translation>{file} lässt sich nicht lesen: {reason}. Nichts wurde geschrieben. Besorgen Sie den Ordner noch einmal.</translation>
    </message>
    <message>
        <source>{file} cannot be used: {reason}. Nothing was changed. Check that you may read and write it and its folder.</source>
        <translation>{file} kann nicht verwendet werden: {reason}. Nichts wurde geändert. Prüfen Sie, ob Sie die Datei und ihren Ordner lesen und beschreiben dürfen.</translation>
    </message>
    <message>
        <source>{file} cannot be used: {reason}. What was decided before is safe; this was not finished. Do it again when that is mended, or choose another place.</source>
        <translation>{file} lässt sich nicht verwenden: {reason}. Was bisher entschieden wurde, ist gespeichert; dies wurde nicht fertig. Versuchen Sie es noch einmal, wenn das behoben ist, oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>{file} cannot be written here. Nothing was changed. Use a place where you may write; a project may be copied there.</source>
        <translation>{file} lässt sich hier nicht schreiben. Nichts wurde geändert. Nehmen Sie einen Ort, an dem Sie schreiben dürfen; ein Projekt kann dorthin kopiert werden.</translation>
    </message>
    <message>
        <source>{file} does not fit the backbone {architecture}: {what}. Nothing was changed; choose the architecture that the weights were trained with.</source>
        <translation>{file} passt nicht zum Netz {architecture}: {what}. Nichts wurde geändert; wählen Sie die Architektur, mit der die Gewichte trainiert wurden.</translation>
    </message>
    <message>
        <source>{file} does not hold the network that it names ({architecture}). Nothing was changed; get the weights of a published backbone.</source>
        <translation>{file} enthält das Netz nicht, das sie nennt ({architecture}). Nichts wurde geändert; besorgen Sie die Gewichte eines veröffentlichten Backbones.</translation>
    </message>
    <message>
        <source>{file} has a column for each class, but its numbers are no probabilities: they lie between {low} and {high}, and rows sum to {sums}, not to 1. Nothing was changed. Write probabilities into the file: divide counts or votes by the sum of their row; of logits, take the softmax.</source>
        <translation>{file} hat eine Spalte je Klasse, aber ihre Zahlen sind keine Wahrscheinlichkeiten: Sie liegen zwischen {low} und {high}, und Zeilen ergeben in der Summe {sums} statt 1. Nichts wurde geändert. Schreiben Sie Wahrscheinlichkeiten in die Datei: Teilen Sie Anzahlen oder Stimmen durch die Summe ihrer Zeile; von Logits nehmen Sie den Softmax.</translation>
    </message>
    <message>
        <source>{file} has a column for each class, but its numbers are no probabilities: they lie between {low} and {high}, like logits. Nothing was changed. Write probabilities into the file: the softmax of each row.</source>
        <translation>{file} hat eine Spalte je Klasse, aber ihre Zahlen sind keine Wahrscheinlichkeiten: Sie liegen zwischen {low} und {high}, wie Logits. Nichts wurde geändert. Schreiben Sie Wahrscheinlichkeiten in die Datei: den Softmax jeder Zeile.</translation>
    </message>
    <message>
        <source>{file} has a line of more than {n} characters, as no table has. Nothing was changed. Choose a table.</source>
        <translation>{file} hat eine Zeile mit mehr als {n} Zeichen, wie keine Tabelle sie hat. Nichts wurde geändert. Wählen Sie eine Tabelle.</translation>
    </message>
    <message>
        <source>{file} has labels of {n:# class|# classes}, and a classifier needs at least two. Nothing was written. Label some images of another class first.</source>
        <translation>{file} hat Labels von {n:# Klasse|# Klassen}, und ein Klassifikator braucht mindestens zwei. Nichts wurde geschrieben. Ordnen Sie zuerst einigen Bildern eine andere Klasse zu.</translation>
    </message>
    <message>
        <source>{file} has neither a column with the class nor one column for each class. Nothing was changed. Its columns are: {columns}. Choose the one with the class.</source>
        <translation>{file} hat weder eine Spalte mit der Klasse noch eine Spalte für jede Klasse. Nichts wurde geändert. Die Spalten sind: {columns}. Die mit der Klasse wählen.</translation>
    </message>
    <message>
        <source>{file} has no "labels". Nothing was changed. Choose a data set in this format.</source>
        <translation>{file} hat kein „labels“. Nichts wurde geändert. Wählen Sie einen Datensatz in diesem Format.</translation>
    </message>
    <message>
        <source>{file} has no choices of a control {name}. Nothing was changed. It has: {found}.</source>
        <translation>{file} enthält kein Auswahlfeld {name}. Nichts wurde geändert. Vorhanden: {found}.</translation>
    </message>
    <message>
        <source>{file} has no column with the class. If each of {columns} stands for a class, its numbers are no probabilities: they lie between {low} and {high}, and rows sum to {sums}, not to 1. Nothing was changed. Write probabilities into the file, or choose the column with the class.</source>
        <translation>{file} hat keine Spalte mit der Klasse. Steht jede der Spalten {columns} für eine Klasse, sind ihre Zahlen keine Wahrscheinlichkeiten: Sie liegen zwischen {low} und {high}, und Zeilen ergeben in der Summe {sums} statt 1. Nichts wurde geändert. Schreiben Sie Wahrscheinlichkeiten in die Datei, oder wählen Sie die Spalte mit der Klasse.</translation>
    </message>
    <message>
        <source>{file} has no column with the label. Nothing was changed. Its columns are: {columns}. Choose one of them.</source>
        <translation>{file} hat keine Spalte mit dem Label. Nichts wurde geändert. Die Spalten sind: {columns}. Wählen Sie eine davon.</translation>
    </message>
    <message>
        <source>{file} has no column with the path of the image. Nothing was changed. Its columns are: {columns}. Choose one of them.</source>
        <translation>{file} hat keine Spalte mit dem Pfad des Bildes. Nichts wurde geändert. Die Spalten sind: {columns}. Wählen Sie eine davon.</translation>
    </message>
    <message>
        <source>{file} has no column {column} for {meaning}. Nothing was changed. Its columns are: {columns}.</source>
        <translation>{file} hat keine Spalte {column} für {meaning}. Nichts wurde geändert. Die Spalten sind: {columns}.</translation>
    </message>
    <message>
        <source>{file} has no column {column}. Nothing was changed. Its columns are: {columns}.</source>
        <translation>{file} hat keine Spalte {column}. Nichts wurde geändert. Ihre Spalten sind: {columns}.</translation>
    </message>
    <message>
        <source>{file} has no network weights in it. Nothing was changed; choose another file.</source>
        <translation>{file} enthält keine Gewichte eines Netzes. Nichts wurde geändert; wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>{file} has no shapes, as a file of labelme does. Nothing was changed. Choose the file with the boxes.</source>
        <translation>{file} hat keine Formen, wie eine Datei von labelme sie hat. Nichts wurde geändert. Wählen Sie die Datei mit den Rahmen.</translation>
    </message>
    <message>
        <source>{file} has {n} columns that are called {column}. Nothing was changed. Rename those that are not meant, or remove them.</source>
        <translation>{file} hat {n} Spalten, die {column} heißen. Nichts wurde geändert. Benennen Sie die um, die nicht gemeint sind, oder entfernen Sie sie.</translation>
    </message>
    <message>
        <source>{file} has {size:.0f} GB; weight files of up to {limit:.0f} GB can be used. It was not read and nothing was changed.</source>
        <translation>{file} hat {size:.0f} GB; Gewichtsdateien bis {limit:.0f} GB können verwendet werden. Die Datei wurde nicht gelesen, nichts wurde geändert.</translation>
    </message>
    <message>
        <source>{file} holds a {kind}, not the weights of a network. Nothing was changed; choose another file.</source>
        <translation>{file} enthält ein {kind}, nicht die Gewichte eines Netzes. Nichts wurde geändert; wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>{file} holds more than tensors ({content}): it could run program code, so it was not opened. Nothing was changed; get the weights as a safetensors file or as a plain state dict.</source>
        <translation>{file} enthält mehr als Tensoren ({content}): Die Datei könnte Programmcode ausführen und wurde nicht geöffnet. Nichts wurde geändert; besorgen Sie die Gewichte als safetensors-Datei oder als einfaches state dict.</translation>
    </message>
    <message>
        <source>{file} holds no predictions that are known here: it should list images with a class and a probability, or be written by MegaDetector, SpeciesNet, Label Studio or FiftyOne. Nothing was changed.</source>
        <translation>{file} enthält keine Vorhersagen, die hier bekannt sind: Die Datei müsste Bilder mit Klasse und Wahrscheinlichkeit aufzählen oder von MegaDetector, SpeciesNet, Label Studio oder FiftyOne stammen. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>{file} holds something that this program did not put there ({names}). It was left untouched. Open a backup, or ask whoever made the file.</source>
        <translation>{file} enthält etwas, das nicht von diesem Programm stammt ({names}). Die Datei blieb unverändert. Öffnen Sie eine Sicherung oder fragen Sie, wer die Datei erstellt hat.</translation>
    </message>
    <message>
        <source>{file} holds values that this program never writes ({names}), and cannot be used as it is. Nothing was changed. Restore a backup if there is one beside it, in the folder {folder}, or ask whoever made the file.</source>
        <translation>{file} enthält Werte, die dieses Programm nie schreibt ({names}), und ist so nicht zu gebrauchen. Nichts wurde geändert. Stellen Sie eine Sicherung wieder her, falls eine daneben liegt, im Ordner {folder}, oder fragen Sie, wer die Datei gemacht hat.</translation>
    </message>
    <message>
        <source>{file} holds weights in a form that cannot be used (sparse, quantised or complex: {key}). Nothing was changed; get them as plain numbers.</source>
        <translation>{file} enthält Gewichte in einer Form, die hier nicht verwendet werden kann (dünn besetzt, quantisiert oder komplex: {key}). Nichts wurde geändert; besorgen Sie sie als einfache Zahlen.</translation>
    </message>
    <message>
        <source>{file} is a Parquet file, which needs the package pyarrow. Nothing was changed. Install it, or save the table as CSV.</source>
        <translation>{file} ist eine Parquet-Datei; dafür wird das Paket pyarrow gebraucht. Nichts wurde geändert. Installieren Sie es oder speichern Sie die Tabelle als CSV.</translation>
    </message>
    <message>
        <source>{file} is a TorchScript program, not plain weights, so it was not opened. Nothing was changed; get the weights as a safetensors file or as a plain state dict.</source>
        <translation>{file} ist ein TorchScript-Programm und enthält nicht nur Gewichte, deshalb wurde sie nicht geöffnet. Nichts wurde geändert; besorgen Sie die Gewichte als safetensors-Datei oder als einfaches State Dict.</translation>
    </message>
    <message>
        <source>{file} is a folder, no project. Nothing was changed. Choose the project file itself, which ends in .labeler.</source>
        <translation>{file} ist ein Ordner, kein Projekt. Nichts wurde geändert. Wählen Sie die Projektdatei selbst, die auf .labeler endet.</translation>
    </message>
    <message>
        <source>{file} is a link to a file that is not there: {target}. Nothing was changed. Bring the file back, or choose another one.</source>
        <translation>{file} ist eine Verknüpfung mit einer Datei, die es nicht gibt: {target}. Nichts wurde geändert. Bringen Sie die Datei zurück, oder wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>{file} is a list of results, which has numbers for classes. {label} is not a number. Nothing was written.</source>
        <translation>{file} ist eine Liste von Ergebnissen, in der Klassen Nummern sind. {label} ist keine Nummer. Nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>{file} is a manifest with a part missing or damaged. Take the file as the export wrote it.</source>
        <translation>In {file} fehlt ein Teil, oder er ist beschädigt. Nehmen Sie die Datei, wie der Export sie geschrieben hat.</translation>
    </message>
    <message>
        <source>{file} is a project but no package. Nothing was changed. Choose a file that was handed out from this project; labels of another project are brought in by exporting and importing them.</source>
        <translation>{file} ist ein Projekt, aber kein Paket. Nichts wurde geändert. Wählen Sie eine Datei, die aus diesem Projekt ausgegeben wurde; Labels eines anderen Projekts kommen durch Export und Import.</translation>
    </message>
    <message>
        <source>{file} is a project that was begun with other folders or labels and not finished. Nothing was changed. Open it to continue, or choose another name.</source>
        <translation>{file} ist ein Projekt, das mit anderen Ordnern oder Labels begonnen und nicht fertiggestellt wurde. Nichts wurde geändert. Öffnen Sie es, um fortzufahren, oder wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{file} is a vision transformer with registers or gates, which only timm has. Nothing was changed; choose the weights of another backbone.</source>
        <translation>{file} ist ein Vision Transformer mit Registern oder Gates, den nur timm hat. Nichts wurde geändert; wählen Sie die Gewichte eines anderen Netzes.</translation>
    </message>
    <message>
        <source>{file} is a workbook of Excel and was read as one.</source>
        <translation>{file} ist eine Excel-Arbeitsmappe und wurde als solche gelesen.</translation>
    </message>
    <message>
        <source>{file} is a workbook of an old version of Excel (.xls). Nothing was changed. Save it as .xlsx or as CSV.</source>
        <translation>{file} ist eine Arbeitsmappe eines alten Excel (.xls). Nichts wurde geändert. Speichern Sie sie als .xlsx oder als CSV.</translation>
    </message>
    <message>
        <source>{file} is about the same image, {image}</source>
        <translation>von demselben Bild, {image}, handelt {file}</translation>
    </message>
    <message>
        <source>{file} is an archive, not a workbook that can be read ({reason}). Nothing was changed. Unpack it, or save it as CSV.</source>
        <translation>{file} ist ein Archiv und keine lesbare Arbeitsmappe ({reason}). Nichts wurde geändert. Entpacken Sie es oder speichern Sie die Tabelle als CSV.</translation>
    </message>
    <message>
        <source>{file} is an older copy of a package that was merged before: since then the same people have decided more in it. Nothing was changed. Merge the newest copy, or undo that merge first.</source>
        <translation>{file} ist eine ältere Kopie eines Pakets, das schon zusammengeführt wurde: Seitdem haben dieselben Personen darin mehr entschieden. Nichts wurde geändert. Nehmen Sie die neueste Kopie, oder machen Sie jenes Zusammenführen zuerst rückgängig.</translation>
    </message>
    <message>
        <source>{file} is cut off, damaged or no weight file ({reason}). Nothing was changed; get the file again.</source>
        <translation>{file} ist abgeschnitten, beschädigt oder keine Gewichtsdatei ({reason}). Nichts wurde geändert; besorgen Sie die Datei noch einmal.</translation>
    </message>
    <message>
        <source>{file} is cut off, damaged or no weight file. Nothing was changed; choose another file.</source>
        <translation>{file} ist abgeschnitten, beschädigt oder keine Gewichtsdatei. Nichts wurde geändert; wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>{file} is cut off, or is not the model that {about} describes. Nothing was written. Get the folder again.</source>
        <translation>{file} ist abgeschnitten oder nicht das Modell, das {about} beschreibt. Nichts wurde geschrieben. Besorgen Sie den Ordner noch einmal.</translation>
    </message>
    <message>
        <source>{file} is damaged or cut off ({reason}). Nothing was changed; get the file again.</source>
        <translation>{file} ist beschädigt oder abgeschnitten ({reason}). Nichts wurde geändert; besorgen Sie die Datei noch einmal.</translation>
    </message>
    <message>
        <source>{file} is damaged or no ONNX graph that can be run here. Nothing was written. Get the folder again.</source>
        <translation>{file} ist beschädigt oder kein ONNX-Graph, der hier läuft. Nichts wurde geschrieben. Besorgen Sie den Ordner noch einmal.</translation>
    </message>
    <message>
        <source>{file} is damaged or no weight file ({reason}). Nothing was changed; get the file again.</source>
        <translation>{file} ist beschädigt oder keine Gewichtsdatei ({reason}). Nichts wurde geändert; besorgen Sie die Datei noch einmal.</translation>
    </message>
    <message>
        <source>{file} is damaged, and there are no backups beside it. Nothing was changed. If it is a copy, or somebody sent it, get it again; else bring the folder of its backups, {folder}, to where it is.</source>
        <translation>{file} ist beschädigt, und daneben liegen keine Sicherungen. Nichts wurde geändert. Ist es eine Kopie oder wurde es Ihnen geschickt, holen Sie es noch einmal; sonst bringen Sie den Ordner seiner Sicherungen, {folder}, daneben.</translation>
    </message>
    <message>
        <source>{file} is damaged, or does not describe a classifier of this program. Nothing was written. Get the folder again.</source>
        <translation>{file} ist beschädigt oder beschreibt keinen Klassifikator dieses Programms. Nichts wurde geschrieben. Besorgen Sie den Ordner noch einmal.</translation>
    </message>
    <message>
        <source>{file} is damaged. Nothing was changed. Restore the newest backup: its backups are beside it, in the folder {folder}.</source>
        <translation>{file} ist beschädigt. Nichts wurde geändert. Stellen Sie die neueste Sicherung wieder her: Die Sicherungen liegen daneben im Ordner {folder}.</translation>
    </message>
    <message>
        <source>{file} is empty or cut off ({size} bytes). Nothing was changed; get the file again.</source>
        <translation>{file} ist leer oder abgeschnitten ({size} Bytes). Nichts wurde geändert; besorgen Sie die Datei noch einmal.</translation>
    </message>
    <message>
        <source>{file} is empty. Nothing was changed. Choose a file with a row of column names.</source>
        <translation>{file} ist leer. Nichts wurde geändert. Wählen Sie eine Datei mit einer Zeile Spaltennamen.</translation>
    </message>
    <message>
        <source>{file} is in none of the known formats of boxes: {kinds}. Nothing was changed. Choose another file, or name its format.</source>
        <translation>{file} hat keines der bekannten Formate für Rahmen: {kinds}. Nichts wurde geändert. Wählen Sie eine andere Datei, oder nennen Sie ihr Format.</translation>
    </message>
    <message>
        <source>{file} is in use by another program. The last action was not stored; do it again.</source>
        <translation>{file} wird von einem anderen Programm verwendet. Die letzte Aktion wurde nicht gespeichert; wiederholen Sie sie.</translation>
    </message>
    <message>
        <source>{file} is needed beside the array and cannot be read ({reason}): one name per line, in the order of the array. Nothing was changed.</source>
        <translation>{file} wird neben dem Array gebraucht und lässt sich nicht lesen ({reason}): ein Name je Zeile, in der Reihenfolge des Arrays. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>{file} is no classifier of this program. Nothing was changed; choose another file.</source>
        <translation>{file} ist kein Klassifikator dieses Programms. Nichts wurde geändert; eine andere Datei wählen.</translation>
    </message>
    <message>
        <source>{file} is no file but a device, a pipe or a socket. Nothing was changed. Choose a project file, which ends in .labeler.</source>
        <translation>{file} ist keine Datei, sondern ein Gerät, eine Pipe oder ein Socket. Nichts wurde geändert. Wählen Sie eine Projektdatei, die auf .labeler endet.</translation>
    </message>
    <message>
        <source>{file} is no model: it is not a file, or has 2 GB or more. Nothing was written. Get the folder again.</source>
        <translation>{file} ist kein Modell: Es ist keine Datei oder hat 2 GB oder mehr. Nichts wurde geschrieben. Besorgen Sie den Ordner noch einmal.</translation>
    </message>
    <message>
        <source>{file} is not a complete backup of a project. Nothing was changed. Choose another one from the list.</source>
        <translation>{file} ist keine vollständige Sicherung eines Projekts. Nichts wurde geändert. Wählen Sie eine andere aus der Liste.</translation>
    </message>
    <message>
        <source>{file} is not a complete safetensors file. Nothing was changed; get the file again.</source>
        <translation>{file} ist keine vollständige safetensors-Datei. Nichts wurde geändert; besorgen Sie die Datei noch einmal.</translation>
    </message>
    <message>
        <source>{file} is not a file. Nothing was changed. Choose a file.</source>
        <translation>{file} ist keine Datei. Nichts wurde geändert. Wählen Sie eine Datei.</translation>
    </message>
    <message>
        <source>{file} is not a file. Nothing was changed. Choose a table or a JSON file.</source>
        <translation>{file} ist keine Datei. Nichts wurde geändert. Eine Tabelle oder eine JSON-Datei wählen.</translation>
    </message>
    <message>
        <source>{file} is not a file. Nothing was changed. Choose a table.</source>
        <translation>{file} ist keine Datei. Nichts wurde geändert. Wählen Sie eine Tabelle.</translation>
    </message>
    <message>
        <source>{file} is not a file. Nothing was changed; choose a weight file.</source>
        <translation>{file} ist keine Datei. Nichts wurde geändert; wählen Sie eine Gewichtsdatei.</translation>
    </message>
    <message>
        <source>{file} is not a list of tasks. Nothing was changed. Export it from Label Studio as JSON.</source>
        <translation>{file} ist keine Aufgabenliste. Nichts wurde geändert. Exportieren Sie sie aus Label Studio als JSON.</translation>
    </message>
    <message>
        <source>{file} is not a manifest that this version of the program can read. Choose the manifest.json of an export.</source>
        <translation>{file} ist kein Verzeichnis, das diese Version des Programms lesen kann. Wählen Sie die manifest.json eines Exports.</translation>
    </message>
    <message>
        <source>{file} is not a project of this program, or its beginning is destroyed. It was left alone. Choose another file; if this was a project that was copied or sent here, get it again.</source>
        <translation>{file} ist kein Projekt dieses Programms, oder sein Anfang ist zerstört. Es blieb unberührt. Wählen Sie eine andere Datei; war dies ein Projekt, das hierher kopiert oder geschickt wurde, holen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>{file} is not a project of this program, or its beginning is destroyed. It was left alone. Choose another file; if this was a project, restore a backup: they are beside it, in the folder {folder}.</source>
        <translation>{file} ist kein Projekt dieses Programms, oder der Anfang der Datei ist zerstört. Sie blieb unberührt. Wählen Sie eine andere Datei; war sie ein Projekt, spielen Sie ein Backup ein: Sie liegen daneben im Ordner {folder}.</translation>
    </message>
    <message>
        <source>{file} is not a table: it holds no text. Nothing was changed. Choose a CSV file, a workbook (.xlsx) or a Parquet file.</source>
        <translation>{file} ist keine Tabelle: Die Datei enthält keinen Text. Nichts wurde geändert. Wählen Sie eine CSV-Datei, eine Arbeitsmappe (.xlsx) oder eine Parquet-Datei.</translation>
    </message>
    <message>
        <source>{file} is not a text table, so that classes cannot be written back into it. Nothing was written. Save it as CSV and import the boxes from that.</source>
        <translation>{file} ist keine Texttabelle, sodass Klassen nicht dorthin zurückgeschrieben werden können. Nichts wurde geschrieben. Speichern Sie sie als CSV, und importieren Sie die Rahmen daraus.</translation>
    </message>
    <message>
        <source>{file} is not text in {encoding}. Nothing was changed. Choose another encoding.</source>
        <translation>{file} ist kein Text in {encoding}. Nichts wurde geändert. Wählen Sie eine andere Kodierung.</translation>
    </message>
    <message>
        <source>{file} is not the model of a classifier with {n:# class|# classes} for images of {size} pixels. Nothing was written. Get the folder again.</source>
        <translation>{file} ist nicht das Modell eines Klassifikators mit {n:# Klasse|# Klassen} für Bilder von {size} Pixeln. Nichts wurde geschrieben. Besorgen Sie den Ordner noch einmal.</translation>
    </message>
    <message>
        <source>{file} is not the name of a report: that ends in .html, which opens in a browser, or in .pdf. Nothing was written. Choose such a name, as in report.html.</source>
        <translation>{file} ist kein Name für einen Bericht: Der endet auf .html, das ein Browser öffnet, oder auf .pdf. Nichts wurde geschrieben. Wählen Sie einen solchen Namen, etwa report.html.</translation>
    </message>
    <message>
        <source>{file} is not the weights of a network that is known here (its first key is “{key}”). Nothing was changed; get the weights of a published backbone.</source>
        <translation>{file} enthält nicht die Gewichte eines hier bekannten Netzes (der erste Schlüssel ist „{key}“). Nichts wurde geändert; besorgen Sie die Gewichte eines veröffentlichten Netzes.</translation>
    </message>
    <message>
        <source>{file} is not written as its kind of file usually is ({reason}). Nothing was changed.</source>
        <translation>{file} ist nicht so geschrieben, wie es bei dieser Art von Datei üblich ist ({reason}). Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>{file} is open in another window or command of this program. Nothing was changed. Continue there, or wait for it or close it, and open it here again.</source>
        <translation>{file} ist in einem anderen Fenster oder Befehl dieses Programms geöffnet. Nichts wurde geändert. Machen Sie dort weiter, oder warten Sie, bis er fertig ist, oder schließen Sie es dort, und öffnen Sie es hier noch einmal.</translation>
    </message>
    <message>
        <source>{file} is packed. Nothing was changed. Unpack it and import what is in it.</source>
        <translation>{file} ist gepackt. Nichts wurde geändert. Entpacken Sie die Datei und importieren Sie ihren Inhalt.</translation>
    </message>
    <message>
        <source>{file} is the project itself. Nothing was changed. Choose the package that came back.</source>
        <translation>{file} ist das Projekt selbst. Nichts wurde geändert. Wählen Sie das Paket, das zurückkam.</translation>
    </message>
    <message>
        <source>{file} is the unfinished result for the folder {folder}. It was left alone. Finish that first, delete the file, or choose another name.</source>
        <translation>{file} ist das unfertige Ergebnis für den Ordner {folder}. Es blieb, wie es ist. Stellen Sie das zuerst fertig, löschen Sie die Datei oder wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{file} is too large to be read as a whole ({size} GB). Nothing was changed. Export it in parts.</source>
        <translation>{file} ist zu groß, um ganz gelesen zu werden ({size} GB). Nichts wurde geändert. Exportieren Sie sie in Teilen.</translation>
    </message>
    <message>
        <source>{file} is {shape} {kind}. It must hold floating point numbers, a row for each line of its file of paths ({rows}) and a column for each line of its file of classes ({columns}). Nothing was changed.</source>
        <translation>{file} ist {shape} {kind}. Nötig sind Gleitkommazahlen, eine Reihe für jede Zeile der Datei der Pfade ({rows}) und eine Spalte für jede Zeile der Datei der Klassen ({columns}). Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>{file} lists no images, as a file of COCO does. Nothing was changed. Choose the file with the boxes.</source>
        <translation>{file} listet keine Bilder auf, wie es eine COCO-Datei tut. Nichts wurde geändert. Wählen Sie die Datei mit den Rahmen.</translation>
    </message>
    <message>
        <source>{file} lists no images, as a file of MegaDetector does. Nothing was changed. Choose the file with the boxes.</source>
        <translation>{file} listet keine Bilder auf, wie es eine Datei von MegaDetector tut. Nichts wurde geändert. Wählen Sie die Datei mit den Rahmen.</translation>
    </message>
    <message>
        <source>{file} names {classes}, none of which is a class of the project. Nothing was changed. Import them with the choice to add classes, or rename those that mean the same.</source>
        <translation>{file} nennt {classes}, und nichts davon ist eine Klasse des Projekts. Nichts wurde geändert. Lassen Sie beim Import die Klassen hinzufügen, oder benennen Sie die um, die dasselbe meinen.</translation>
    </message>
    <message>
        <source>{file} needs columns with the names path, x, y, width and height, or path, xmin, ymin, xmax and ymax. Nothing was changed. Its columns are: {columns}. Rename them and do it again.</source>
        <translation>{file} braucht Spalten mit den Namen path, x, y, width und height oder path, xmin, ymin, xmax und ymax. Nichts wurde geändert. Die Spalten sind: {columns}. Benennen Sie sie um, und wiederholen Sie den Schritt.</translation>
    </message>
    <message>
        <source>{file} numbers its images up to {highest}, which this program never does. It was left untouched. Open a backup, or ask whoever made the file.</source>
        <translation>{file} nummeriert seine Bilder bis {highest}, was dieses Programm nie tut. Die Datei blieb unverändert. Öffnen Sie eine Sicherung oder fragen Sie, wer die Datei erstellt hat.</translation>
    </message>
    <message>
        <source>{file} says that it unpacks to {size:.1f} GB, so it was not opened: weight files are not packed. Nothing was changed; get the file again.</source>
        <translation>{file} würde laut eigener Angabe entpackt {size:.1f} GB belegen, deshalb wurde sie nicht geöffnet: Gewichtsdateien sind nicht gepackt. Nichts wurde geändert; besorgen Sie die Datei neu.</translation>
    </message>
    <message>
        <source>{file} says that {key} has {n:# number|# numbers} but does not hold {n:it|them}. Nothing was changed; get the file again.</source>
        <translation>Laut {file} hat {key} {n:# Zahl|# Zahlen}, die Datei enthält sie aber nicht. Nichts wurde geändert; besorgen Sie die Datei neu.</translation>
    </message>
    <message>
        <source>{file} was changed after the export wrote it: its digests are not those of its entries. Take the file as the export wrote it.</source>
        <translation>{file} wurde nach dem Export geändert: Die Prüfsummen passen nicht zu den Einträgen. Nehmen Sie die Datei so, wie der Export sie geschrieben hat.</translation>
    </message>
    <message>
        <source>{file} was left as it is, because it contains decisions. Open it and continue, or delete the file yourself.</source>
        <translation>{file} blieb, wie es ist, denn es enthält Entscheidungen. Öffnen Sie es und arbeiten Sie weiter, oder löschen Sie die Datei selbst.</translation>
    </message>
    <message>
        <source>{file} was made by a newer version of this program. It was left untouched. Install the newer version to open it.</source>
        <translation>{file} stammt von einer neueren Version dieses Programms und blieb unberührt. Installieren Sie die neuere Version, um es zu öffnen.</translation>
    </message>
    <message>
        <source>{file} was made by a newer version of this program. Nothing was changed. Install that version.</source>
        <translation>{file} stammt von einer neueren Version dieses Programms. Nichts wurde geändert. Installieren Sie diese Version.</translation>
    </message>
    <message>
        <source>{file} was not closed properly; where nothing can be written its newest decisions cannot be read. They are safe in {log}. Copy both files to a place where you may write, and open the copy.</source>
        <translation>{file} wurde nicht richtig geschlossen; wo nicht geschrieben werden kann, sind die neuesten Entscheidungen nicht lesbar. Sie liegen sicher in {log}. Kopieren Sie beide Dateien an einen Ort, an dem Sie schreiben dürfen, und öffnen Sie die Kopie.</translation>
    </message>
    <message>
        <source>{file} was not written. Choose a name that ends in .png, .svg or .csv.</source>
        <translation>{file} wurde nicht geschrieben. Wählen Sie einen Namen mit der Endung .png, .svg oder .csv.</translation>
    </message>
    <message>
        <source>{file} was written by another version of the program (format {found}, this one reads {known}). Nothing was written. Use that version, or export it again.</source>
        <translation>{file} wurde von einer anderen Version des Programms geschrieben (Format {found}, diese liest {known}). Nichts wurde geschrieben. Verwenden Sie jene Version, oder exportieren Sie noch einmal.</translation>
    </message>
    <message>
        <source>{file}, which comes with the program, is missing or damaged and is not used. Labels and vectors are safe. Install the program again.</source>
        <translation>{file}, ein Teil des Programms, fehlt oder ist beschädigt und wird nicht verwendet. Labels und Vektoren sind sicher. Installieren Sie das Programm neu.</translation>
    </message>
    <message>
        <source>{file}, which lies beside the project, is no file but a link, a folder, a pipe or a device. The project was not opened and nothing was changed. Remove it, or copy the project file alone to another folder and open it there.</source>
        <translation>{file} neben dem Projekt ist keine Datei, sondern eine Verknüpfung, ein Ordner, eine Pipe oder ein Gerät. Das Projekt wurde nicht geöffnet. Nichts wurde geändert. Entfernen Sie den Eintrag, oder kopieren Sie die Projektdatei allein in einen anderen Ordner und öffnen Sie sie dort.</translation>
    </message>
    <message>
        <source>{file}: the disk reports an error ({reason}). Everything decided before is safe. Check the disk.</source>
        <translation>{file}: Der Datenträger meldet einen Fehler ({reason}). Alles vorher Entschiedene ist sicher. Prüfen Sie den Datenträger.</translation>
    </message>
    <message>
        <source>{first} and {second} say the same of {same} of {n:# image|# images}: kappa {figure}.</source>
        <translation>{first} und {second} sagen bei {same} von {n:# Bild|# Bildern} dasselbe: Kappa {figure}.</translation>
    </message>
    <message>
        <source>{folder} and {other}, which is in the project already, lie within each other. Nothing was changed. Folders of a project lie side by side.</source>
        <translation>{folder} und {other}, schon im Projekt, liegen ineinander. Nichts wurde geändert. Ordner eines Projekts liegen nebeneinander.</translation>
    </message>
    <message>
        <source>{folder} cannot be read as a folder: {reason}. Nothing was changed. Check the name.</source>
        <translation>{folder} kann nicht als Ordner gelesen werden: {reason}. Nichts wurde geändert. Prüfen Sie den Namen.</translation>
    </message>
    <message>
        <source>{folder} does not hold the images of this project: of a sample, too few have the same content there. Nothing was changed. Name the folder that took the place of the old one; to add other images, add a folder.</source>
        <translation>{folder} enthält nicht die Bilder dieses Projekts: Von einer Stichprobe haben dort zu wenige denselben Inhalt. Nichts wurde geändert. Nennen Sie den Ordner, der an die Stelle des alten trat; für andere Bilder fügen Sie einen Ordner hinzu.</translation>
    </message>
    <message>
        <source>{folder} has none of the folders train, val, test. Nothing was changed. For a tree without them choose the format “Class folders (ImageFolder)”.</source>
        <translation>{folder} hat keinen der Ordner train, val, test. Nichts wurde geändert. Ohne sie wählen Sie das Format „Klassenordner (ImageFolder)“.</translation>
    </message>
    <message>
        <source>{folder} holds a classifier for PyTorch. The program reads the kind for ONNX: export it once more as that. Nothing was written.</source>
        <translation>{folder} enthält einen Klassifikator für PyTorch. Das Programm liest die Art für ONNX: Exportieren Sie ihn noch einmal so. Nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>{folder} holds no JSON files of labelme. Nothing was changed. Choose the folder with them.</source>
        <translation>{folder} enthält keine JSON-Dateien von labelme. Nichts wurde geändert. Wählen Sie den Ordner, der sie enthält.</translation>
    </message>
    <message>
        <source>{folder} holds no XMP side-cars. Nothing was changed. Choose the folder with them.</source>
        <translation>{folder} enthält keine XMP-Begleitdateien. Nichts wurde geändert. Wählen Sie den Ordner damit.</translation>
    </message>
    <message>
        <source>{folder} holds no class folders. Nothing was changed. Choose the folder above the classes.</source>
        <translation>{folder} enthält keine Klassenordner. Nichts wurde geändert. Wählen Sie den Ordner über den Klassen.</translation>
    </message>
    <message>
        <source>{folder} holds no file with boxes in one of the known formats. Nothing was changed. Choose the folder with them.</source>
        <translation>{folder} enthält keine Datei mit Rahmen in einem der bekannten Formate. Nichts wurde geändert. Wählen Sie den Ordner mit diesen Dateien.</translation>
    </message>
    <message>
        <source>{folder} holds no {file} of Camtrap DP. Nothing was changed. Choose the folder with it.</source>
        <translation>{folder} enthält keine {file} von Camtrap DP. Nichts wurde geändert. Wählen Sie den Ordner damit.</translation>
    </message>
    <message>
        <source>{folder} holds several formats of boxes: {kinds}. Nothing was changed. Name the one that you mean.</source>
        <translation>{folder} enthält mehrere Formate für Rahmen: {kinds}. Nichts wurde geändert. Nennen Sie das gemeinte.</translation>
    </message>
    <message>
        <source>{folder} is a file, not a folder. Nothing was changed. Choose the folder that holds the images.</source>
        <translation>{folder} ist eine Datei, kein Ordner. Nichts wurde geändert. Wählen Sie den Ordner, in dem die Bilder liegen.</translation>
    </message>
    <message>
        <source>{folder} is no exported classifier: it has no {about}. Nothing was written. Choose a project, or a folder that was exported from one.</source>
        <translation>{folder} ist kein exportierter Klassifikator: Es fehlt {about}. Nichts wurde geschrieben. Wählen Sie ein Projekt oder einen Ordner, der aus einem exportiert wurde.</translation>
    </message>
    <message>
        <source>{folder} was written by save_to_disk: its images are inside of Arrow files, not beside them. Nothing was changed. Write file name and label of each row as CSV and import that.</source>
        <translation>{folder} wurde von save_to_disk geschrieben: Die Bilder stecken in Arrow-Dateien, nicht daneben. Nichts wurde geändert. Schreiben Sie Dateiname und Label jeder Zeile als CSV und importieren Sie diese.</translation>
    </message>
    <message>
        <source>{inner} lies within {outer}, and its images would be there twice. Nothing was changed. Add folders that lie side by side.</source>
        <translation>{inner} liegt in {outer}, und die Bilder wären doppelt da. Nichts wurde geändert. Fügen Sie Ordner hinzu, die nebeneinander liegen.</translation>
    </message>
    <message>
        <source>{k:# of them was|# of them were} decided otherwise before. Nothing is replaced unless you say so.</source>
        <translation>{k:Eines davon wurde|# davon wurden} schon anders entschieden. Ersetzt wird nur, was Sie so wollen.</translation>
    </message>
    <message>
        <source>{key} is {found}, not {expected}</source>
        <translation>{key} ist {found}, nicht {expected}</translation>
    </message>
    <message>
        <source>{kind} files are not read; convert them to PNG</source>
        <translation>{kind}-Dateien werden nicht gelesen; wandeln Sie sie in PNG um</translation>
    </message>
    <message>
        <source>{kind} files are not read; convert them to TIFF</source>
        <translation>{kind}-Dateien werden nicht gelesen; wandeln Sie sie in TIFF um</translation>
    </message>
    <message>
        <source>{kind} files are read once {library}, an optional part of this program, is installed</source>
        <translation>{kind}-Dateien werden gelesen, sobald {library} installiert ist, ein Teil dieses Programms, den nicht jeder hat</translation>
    </message>
    <message>
        <source>{kind} images are not read; convert them to JPEG</source>
        <translation>{kind}-Bilder werden nicht gelesen; wandeln Sie sie in JPEG um</translation>
    </message>
    <message>
        <source>{k} of the {n} most similar confirmed images {k:is|are} “{name}”.</source>
        <translation>{k} der {n} ähnlichsten bestätigten Bilder {k:ist|sind} „{name}“.</translation>
    </message>
    <message>
        <source>{k} of the {n} most similar labelled images {k:is|are} “{name}”.</source>
        <translation>{k} der {n} ähnlichsten Bilder mit Label {k:ist|sind} „{name}“.</translation>
    </message>
    <message>
        <source>{k} of them {k:was|were} never in view on this page.</source>
        <translation>{k} davon {k:war|waren} auf dieser Seite nie zu sehen.</translation>
    </message>
    <message>
        <source>{k} of {n:# random image|# random images} {k:was|were} wrong: at least {share:.0%} of the others are right ({sure:.1%} sure).</source>
        <translation>{k} von {n:# zufälligen Bild|# zufälligen Bildern} {k:war|waren} falsch: Mindestens {share:.0%} der anderen sind richtig ({sure:.1%} sicher).</translation>
    </message>
    <message>
        <source>{k} of {n}</source>
        <translation>{k} von {n}</translation>
    </message>
    <message>
        <source>{log}, which a crash leaves behind, belongs to another state of {file} than the one that is here now: the file was replaced or restored by hand. It was not read into the project, which is as it was copied here. The changes in it are safe in {kept}. If decisions are missing, put that file and the project file that it belongs to into a folder of their own, name it {log} again, and open the project there.</source>
        <translation>{log} (so etwas bleibt nach einem Absturz liegen) gehört zu einem anderen Stand von {file} als dem, der jetzt hier liegt: Die Datei wurde von Hand ersetzt oder zurückgeholt. Es wurde nicht in das Projekt eingelesen; das Projekt ist so, wie es hierher kopiert wurde. Die Änderungen darin sind sicher in {kept}. Falls Entscheidungen fehlen: Legen Sie diese Datei zusammen mit der Projektdatei, zu der sie gehört, in einen eigenen Ordner, nennen Sie sie wieder {log} und öffnen Sie das Projekt dort.</translation>
    </message>
    <message>
        <source>{log}, which belongs to the project, was deleted or moved while the project was open. Since then nothing is stored; everything before is. Close the project and open it again.</source>
        <translation>{log} gehört zum Projekt und wurde gelöscht oder verschoben, während es geöffnet war. Seitdem wird nichts mehr gespeichert; alles davor ist gespeichert. Schließen Sie das Projekt und öffnen Sie es wieder.</translation>
    </message>
    <message>
        <source>{log}, which holds the last changes of {file} after a crash, is damaged: {changes:the last change|the last # changes} in it could not be read. Everything before is in the project. A copy of the log is kept as {kept}. Check the last decisions, and the disk.</source>
        <translation>{log} enthält nach einem Absturz die letzten Änderungen von {file} und ist beschädigt: {changes:Die letzte Änderung darin konnte|Die letzten # Änderungen darin konnten} nicht gelesen werden. Alles davor ist im Projekt. Eine Kopie bleibt als {kept} erhalten. Prüfen Sie die letzten Entscheidungen und den Datenträger.</translation>
    </message>
    <message>
        <source>{made}, neighbours agree {new:.1%} ({before}: {old:.1%}) of {n:# label|# labels}</source>
        <translation>{made}, Nachbarn stimmen überein: {new:.1%} ({before}: {old:.1%}) von {n:# Label|# Labels}</translation>
    </message>
    <message>
        <source>{model} is what the classifier trained on this project is called. Nothing was changed. Choose another name for the model.</source>
        <translation>{model} heißt der Klassifikator, der in diesem Projekt trainiert wurde. Nichts wurde geändert. Geben Sie dem Modell einen anderen Namen.</translation>
    </message>
    <message>
        <source>{model}: another class than the label</source>
        <translation>{model}: andere Klasse als das Label</translation>
    </message>
    <message>
        <source>{model}: another class than the suggestion</source>
        <translation>{model}: andere Klasse als der Vorschlag</translation>
    </message>
    <message>
        <source>{n:# answer agrees|# answers agree} with the project.</source>
        <translation>{n:# Antwort stimmt|# Antworten stimmen} mit dem Projekt überein.</translation>
    </message>
    <message>
        <source>{n:# answer is about an image|# answers are about images} without a label.</source>
        <translation>{n:# Antwort betrifft ein Bild|# Antworten betreffen Bilder} ohne Label.</translation>
    </message>
    <message>
        <source>{n:# answer is|# answers are} merged, {back:# of an earlier merge is|# of an earlier merge are} taken back, {labels:# label|# labels} changed. Undo takes all of it back.</source>
        <translation>{n:# Antwort|# Antworten} zusammengeführt, {back:# Antwort|# Antworten} aus einer früheren Zusammenführung zurückgenommen, {labels:# Label|# Labels} geändert. Rückgängig nimmt alles zurück.</translation>
    </message>
    <message>
        <source>{n:# answer is|# answers are} merged, {labels:# label|# labels} changed. Undo takes them back.</source>
        <translation>{n:# Antwort|# Antworten} zusammengeführt, {labels:# Label|# Labels} geändert. Rückgängig nimmt sie zurück.</translation>
    </message>
    <message>
        <source>{n:# answer of Label Studio is about a whole image or another box and is|# answers of Label Studio are about whole images or other boxes and are} not used, such as choices and texts.</source>
        <translation>{n:# Antwort aus Label Studio gilt einem ganzen Bild oder einem anderen Rahmen und wird|# Antworten aus Label Studio gelten ganzen Bildern oder anderen Rahmen und werden} nicht verwendet, etwa Auswahlen und Texte.</translation>
    </message>
    <message>
        <source>{n:# answer of an earlier merge is|# answers of an earlier merge are} taken back, {labels:# label|# labels} changed. Undo brings {n:it|them} back.</source>
        <translation>{n:# Antwort|# Antworten} aus einer früheren Zusammenführung {n:ist|sind} zurückgenommen, {labels:# Label|# Labels} geändert. Rückgängig bringt sie wieder.</translation>
    </message>
    <message>
        <source>{n:# answer of an earlier merge is|# answers of an earlier merge are} taken back.</source>
        <translation>{n:# Antwort|# Antworten} aus einer früheren Zusammenführung {n:wird|werden} zurückgenommen.</translation>
    </message>
    <message>
        <source>{n:# answer says|# answers say} something other than the project.</source>
        <translation>{n:# Antwort sagt|# Antworten sagen} etwas anderes als das Projekt.</translation>
    </message>
    <message>
        <source>{n:# answer that took a suggestion over is|# answers that took a suggestion over are} left out: such answers agree with the model, and so with one another.</source>
        <translation>{n:# Antwort, die einen Vorschlag übernahm, ist|# Antworten, die einen Vorschlag übernahmen, sind} ausgelassen: Solche Antworten stimmen mit dem Modell überein und damit auch miteinander.</translation>
    </message>
    <message>
        <source>{n:# answer was|# answers were} given in this audit before, {n:is|are} the same now, and {n:is|are} not counted again.</source>
        <translation>{n:# Antwort wurde|# Antworten wurden} in dieser Stichprobe schon gegeben, {n:lautet|lauten} jetzt ebenso und {n:zählt|zählen} nicht noch einmal.</translation>
    </message>
    <message>
        <source>{n:# answer was|# answers were} merged before.</source>
        <translation>{n:# Antwort wurde|# Antworten wurden} schon früher zusammengeführt.</translation>
    </message>
    <message>
        <source>{n:# box becomes an image|# boxes become images}</source>
        <translation>{n:# Rahmen wird ein Bild|# Rahmen werden Bilder}</translation>
    </message>
    <message>
        <source>{n:# box came|# boxes came} from another source before: an export writes {n:its class|their classes} back there, and leaves what this one says of {n:it|them} as it is.</source>
        <translation>{n:# Rahmen kam|# Rahmen kamen} vorher aus einer anderen Quelle: Ein Export schreibt {n:seine Klasse|ihre Klassen} dorthin zurück und lässt, was diese hier {n:von ihm|von ihnen} sagt, wie es ist.</translation>
    </message>
    <message>
        <source>{n:# box comes from elsewhere, or is on an image that this format cannot name here, and is|# boxes come from elsewhere, or are on images that this format cannot name here, and are} not in it. Write all boxes anew, as COCO or a table, to have them together.</source>
        <translation>{n:# Rahmen kommt von anderswo oder liegt auf einem Bild, das dieses Format hier nicht nennen kann, und fehlt|# Rahmen kommen von anderswo oder liegen auf Bildern, die dieses Format hier nicht nennen kann, und fehlen} darin. Schreiben Sie alle Rahmen neu, als COCO oder Tabelle, um sie zusammen zu haben.</translation>
    </message>
    <message>
        <source>{n:# box has|# boxes have} a lower score</source>
        <translation>{n:# Rahmen ist|# Rahmen sind} weniger sicher</translation>
    </message>
    <message>
        <source>{n:# box has|# boxes have} more than one class in the source; the first is used, and the others stay there when {n:its class is|their classes are} written back.</source>
        <translation>{n:# Rahmen hat|# Rahmen haben} mehr als eine Klasse in der Quelle; die erste zählt, und die anderen bleiben dort stehen, wenn {n:seine Klasse|ihre Klassen} zurückgeschrieben {n:wird|werden}.</translation>
    </message>
    <message>
        <source>{n:# box has|# boxes have} no class and {n:is|are} not in it.</source>
        <translation>{n:# Rahmen hat|# Rahmen haben} keine Klasse und {n:ist|sind} nicht darin.</translation>
    </message>
    <message>
        <source>{n:# box has|# boxes have} no class in the project, and {n:keeps|keep} what the file says.</source>
        <translation>{n:# Rahmen hat|# Rahmen haben} im Projekt keine Klasse und {n:behält|behalten}, was die Datei sagt.</translation>
    </message>
    <message>
        <source>{n:# box has|# boxes have} {n:its|their} corners the wrong way round; they were exchanged.</source>
        <translation>{n:Ein Rahmen hatte|# Rahmen hatten} vertauschte Ecken; sie wurden in Ordnung gebracht.</translation>
    </message>
    <message>
        <source>{n:# box is on a frame of a video or a page of a file, which this format cannot name: it stays|# boxes are on frames of videos or pages of files, which this format cannot name: they stay} in the project only. Save these frames and pages as images as well (stills), or choose COCO or a table, which can name them.</source>
        <translation>{n:# Rahmen liegt auf einem Einzelbild eines Videos oder einer Seite einer Datei, was dieses Format nicht nennen kann: Er bleibt|# Rahmen liegen auf Einzelbildern von Videos oder Seiten von Dateien, was dieses Format nicht nennen kann: Sie bleiben} nur im Projekt. Speichern Sie diese Einzelbilder und Seiten als Bilder mit (stills), oder wählen Sie COCO oder eine Tabelle, die sie nennen können.</translation>
    </message>
    <message>
        <source>{n:# box is|# boxes are} exported to {out}.</source>
        <translation>{n:# Rahmen wurde|# Rahmen wurden} nach {out} exportiert.</translation>
    </message>
    <message>
        <source>{n:# box is|# boxes are} exported to {out}; with a class: {k}.</source>
        <translation>{n:# Rahmen ist|# Rahmen sind} nach {out} exportiert; mit einer Klasse: {k}.</translation>
    </message>
    <message>
        <source>{n:# box is|# boxes are} exported to {out}; {k:# has|# have} another class than in the source.</source>
        <translation>{n:# Rahmen wurde|# Rahmen wurden} nach {out} exportiert; {k:# hat|# haben} eine andere Klasse als in der Quelle.</translation>
    </message>
    <message>
        <source>{n:# box is|# boxes are} in such images</source>
        <translation>{n:# Rahmen liegt|# Rahmen liegen} in solchen Bildern</translation>
    </message>
    <message>
        <source>{n:# box is|# boxes are} in the project already</source>
        <translation>{n:# Rahmen ist|# Rahmen sind} schon im Projekt</translation>
    </message>
    <message>
        <source>{n:# box is|# boxes are} left out</source>
        <translation>{n:# Rahmen wird|# Rahmen werden} weggelassen</translation>
    </message>
    <message>
        <source>{n:# box reaches|# boxes reach} beyond the edge of the image; what lies inside is used.</source>
        <translation>{n:# Rahmen reicht|# Rahmen reichen} über den Rand des Bildes hinaus; verwendet wird, was innen liegt.</translation>
    </message>
    <message>
        <source>{n:# box that a model proposed is|# boxes that models proposed are} not used, since people annotated the same image.</source>
        <translation>{n:# Rahmen, den ein Modell vorschlug, wird|# Rahmen, die Modelle vorschlugen, werden} nicht verwendet, da Menschen dasselbe Bild annotiert haben.</translation>
    </message>
    <message>
        <source>{n:# box that was moved or deleted here stays as it is.|# boxes that were moved or deleted here stay as they are.}</source>
        <translation>{n:# Rahmen, der hier verschoben oder gelöscht wurde, bleibt, wie er ist.|# Rahmen, die hier verschoben oder gelöscht wurden, bleiben, wie sie sind.}</translation>
    </message>
    <message>
        <source>{n:# box that was moved stays|# boxes that were moved stay} where the file says: its boxes are meant for the photograph as it is stored, not upright. Write all boxes anew to have {n:it|them} right.</source>
        <translation>{n:# verschobener Rahmen bleibt|# verschobene Rahmen bleiben}, wo die Datei sagt: Ihre Rahmen sind für das Foto gemeint, wie es gespeichert ist, nicht aufrecht. Schreiben Sie alle Rahmen neu, damit {n:er stimmt|sie stimmen}.</translation>
    </message>
    <message>
        <source>{n:# changed file|# changed files} with pages or frames {n:was|were} read anew: {files}.</source>
        <translation>{n:# geänderte Datei|# geänderte Dateien} mit Seiten oder Einzelbildern {n:wurde|wurden} neu gelesen: {files}.</translation>
    </message>
    <message>
        <source>{n:# check|# checks} in {seconds:.0f} s on {device}.</source>
        <translation>{n:# Prüfung|# Prüfungen} in {seconds:.0f} s auf {device}.</translation>
    </message>
    <message>
        <source>{n:# class differs|# classes differ} only in capitals, accents or spaces from {n:one|those} of the project, and {n:counts|count} as {n:that|those}: {names}. If another class is meant, add one with exactly that name to the project, and import again.</source>
        <translation>{n:# Klasse unterscheidet|# Klassen unterscheiden} sich nur in Großschreibung, Akzenten oder Leerzeichen von {n:einer|denen} des Projekts und {n:zählt|zählen} als {n:diese|jene}: {names}. Ist eine andere Klasse gemeint, fügen Sie dem Projekt eine mit genau diesem Namen hinzu, und importieren Sie noch einmal.</translation>
    </message>
    <message>
        <source>{n:# class has|# classes have} no name in the source; the number is used instead.</source>
        <translation>{n:# Klasse hat|# Klassen haben} in der Quelle keinen Namen; stattdessen wird die Nummer verwendet.</translation>
    </message>
    <message>
        <source>{n:# class is|# classes are} new: {names}</source>
        <translation>{n:# Klasse ist|# Klassen sind} neu: {names}</translation>
    </message>
    <message>
        <source>{n:# class is|# classes are} not in the project</source>
        <translation>{n:# Klasse ist|# Klassen sind} nicht im Projekt</translation>
    </message>
    <message>
        <source>{n:# class was|# classes were} deleted here; the answers that name {n:it|them} are left out.</source>
        <translation>{n:# Klasse wurde|# Klassen wurden} hier gelöscht; die Antworten, die {n:sie|diese} nennen, bleiben weg.</translation>
    </message>
    <message>
        <source>{n:# class|# classes}</source>
        <translation>{n:# Klasse|# Klassen}</translation>
    </message>
    <message>
        <source>{n:# class|# classes}: {names}</source>
        <translation>{n:# Klasse|# Klassen}: {names}</translation>
    </message>
    <message>
        <source>{n:# decision|# decisions} by you</source>
        <translation>{n:# Entscheidung|# Entscheidungen} von Ihnen</translation>
    </message>
    <message>
        <source>{n:# decision|# decisions} by you, {k} by others</source>
        <translation>{n:# Entscheidung|# Entscheidungen} von Ihnen, {k} von anderen</translation>
    </message>
    <message>
        <source>{n:# decision|# decisions} on {images:# image|# images} in {time} of work; pauses of over {pause} minutes do not count.</source>
        <translation>{n:# Entscheidung|# Entscheidungen} über {images:# Bild|# Bilder} in {time} Arbeit; Pausen von über {pause} Minuten zählen nicht.</translation>
    </message>
    <message>
        <source>{n:# deployment has|# deployments have} no place, which Camtrap DP requires: fill in latitude and longitude in deployments.csv.</source>
        <translation>{n:# Einsatz hat|# Einsätze haben} keinen Ort, den Camtrap DP verlangt: Tragen Sie latitude und longitude in deployments.csv ein.</translation>
    </message>
    <message>
        <source>{n:# draft of Label Studio that was|# drafts of Label Studio that were} not submitted {n:is|are} not used.</source>
        <translation>{n:# Entwurf von Label Studio, der|# Entwürfe von Label Studio, die} nicht abgeschickt {n:wurde, wird|wurden, werden} nicht verwendet.</translation>
    </message>
    <message>
        <source>{n:# file breaks a rule of its format and is|# files break rules of their format and are} used, because every pixel is there: {files}.</source>
        <translation>{n:# Datei verletzt eine Regel ihres Formats und wird|# Dateien verletzen Regeln ihres Formats und werden} verwendet, weil alle Bildpunkte da sind: {files}.</translation>
    </message>
    <message>
        <source>{n:# file has|# files have} a name with a word such as test or val, which the library of Hugging Face takes for a part of a split; it would leave the other files out. Export in the format of Hugging Face for it.</source>
        <translation>{n:# Dateiname enthält|# Dateinamen enthalten} ein Wort wie test oder val, das die Bibliothek von Hugging Face für einen Teil einer Aufteilung hält; die übrigen Dateien ließe sie weg. Exportieren Sie für sie im Format von Hugging Face.</translation>
    </message>
    <message>
        <source>{n:# file holds|# files hold} only a part of an image that OME stores in several files; each is an image of its own here, with the pages and channels that are in it: {files}.</source>
        <translation>{n:# Datei enthält|# Dateien enthalten} nur einen Teil eines Bildes, das OME in mehreren Dateien speichert; jede ist hier ein eigenes Bild mit den Seiten und Kanälen, die in ihr sind: {files}.</translation>
    </message>
    <message>
        <source>{n:# file is|# files are} missing since this scan; what was decided about {n:it|them} is kept: {files}.</source>
        <translation>{n:# Datei fehlt|# Dateien fehlen} seit diesem Einlesen; was darüber entschieden wurde, bleibt erhalten: {files}.</translation>
    </message>
    <message>
        <source>{n:# file is|# files are} not used</source>
        <translation>{n:# Datei wird|# Dateien werden} nicht verwendet</translation>
    </message>
    <message>
        <source>{n:# file of DICOM is|# files of DICOM are} copied as {n:it is|they are}, with the names and dates of patients in {n:its header|their headers}. Remove these before you pass the export on.</source>
        <translation>{n:# DICOM-Datei wird|# DICOM-Dateien werden} kopiert, wie {n:sie ist|sie sind}, mit den Namen und Daten von Patienten in {n:ihrem Kopf|ihren Köpfen}. Entfernen Sie diese, bevor Sie den Export weitergeben.</translation>
    </message>
    <message>
        <source>{n:# file of the export is as it was|# files of the export are as they were}.</source>
        <translation>{n:# Datei des Exports ist wie zuvor|# Dateien des Exports sind wie zuvor}.</translation>
    </message>
    <message>
        <source>{n:# file that was missing is|# files that were missing are} back: {files}.</source>
        <translation>{n:# Datei, die fehlte, ist|# Dateien, die fehlten, sind} wieder da: {files}.</translation>
    </message>
    <message>
        <source>{n:# file turned out to be unusable and is|# files turned out to be unusable and are} left out: {files}.</source>
        <translation>{n:# Datei erwies sich|# Dateien erwiesen sich} als unbrauchbar und {n:wird|werden} ausgelassen: {files}.</translation>
    </message>
    <message>
        <source>{n:# file turned out to be unusable and is|# files turned out to be unusable and are} left out; {kept:# label|# labels} on {n:it|them} {kept:is|are} kept: {files}.</source>
        <translation>{n:# Datei erwies sich|# Dateien erwiesen sich} als unbrauchbar und {n:wird|werden} ausgelassen; {kept:# Label daran bleibt|# Labels daran bleiben} erhalten: {files}.</translation>
    </message>
    <message>
        <source>{n:# file was|# files were} left out: {files}.</source>
        <translation>{n:# Datei wurde|# Dateien wurden} ausgelassen: {files}.</translation>
    </message>
    <message>
        <source>{n:# file was|# files were} moved or renamed; what was decided about {n:it|them} stays: {files}.</source>
        <translation>{n:# Datei wurde|# Dateien wurden} verschoben oder umbenannt; was darüber entschieden wurde, bleibt: {files}.</translation>
    </message>
    <message>
        <source>{n:# file with several pages has|# files with several pages have} no page {page} and {n:stays|stay} one image, that of the first page.</source>
        <translation>{n:# Datei mit mehreren Seiten hat|# Dateien mit mehreren Seiten haben} keine Seite {page} und {n:bleibt|bleiben} ein Bild, das der ersten Seite.</translation>
    </message>
    <message>
        <source>{n:# file with several pages is|# files with several pages are} cut off or damaged; the pages that are there as a whole can be used: {files}.</source>
        <translation>{n:# Datei mit mehreren Seiten ist|# Dateien mit mehreren Seiten sind} abgeschnitten oder beschädigt; die Seiten, die ganz da sind, können verwendet werden: {files}.</translation>
    </message>
    <message>
        <source>{n:# file without a box is an image again|# files without a box are images again}</source>
        <translation>{n:# Datei ohne Rahmen ist wieder ein Bild|# Dateien ohne Rahmen sind wieder Bilder}</translation>
    </message>
    <message>
        <source>{n:# file without a box is no image any more|# files without a box are no images any more}</source>
        <translation>{n:# Datei ohne Rahmen ist kein Bild mehr|# Dateien ohne Rahmen sind keine Bilder mehr}</translation>
    </message>
    <message>
        <source>{n:# file|# files} could not be used; the table says why.</source>
        <translation>{n:# Datei war|# Dateien waren} nicht zu verwenden; die Tabelle sagt, warum.</translation>
    </message>
    <message>
        <source>{n:# frame or page is|# frames and pages are} saved as {n:an image|images} in {folder}. The other images stay where they are.</source>
        <translation>{n:# Einzelbild oder Seite ist|# Einzelbilder und Seiten sind} als {n:Bild|Bilder} in {folder} gespeichert. Die übrigen Bilder bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>{n:# further column of the table is|# further columns of the table are} kept as metadata: {columns}.</source>
        <translation>{n:# weitere Spalte der Tabelle bleibt|# weitere Spalten der Tabelle bleiben} als Metadaten erhalten: {columns}.</translation>
    </message>
    <message>
        <source>{n:# image and its label is|# images and their labels are} those of the export of {when}.</source>
        <translation>{n:# Bild und sein Label entspricht|# Bilder und ihre Labels entsprechen} dem Export vom {when}.</translation>
    </message>
    <message>
        <source>{n:# image changes|# images change}</source>
        <translation>{n:# Bild ändert|# Bilder ändern} sich</translation>
    </message>
    <message>
        <source>{n:# image has a side-car of its own|# images have side-cars of their own} beside {n:the|their} {n:original|originals}. {n:It stays|They stay} as {n:it is|they are}; what stands there, such as a rating or other keywords, is not in the {n:side-car|side-cars} of the {n:copy|copies}: {files}.</source>
        <translation>{n:# Bild hat|# Bilder haben} neben dem Original eine eigene Begleitdatei. Sie bleibt, wie sie ist; was dort steht, etwa eine Bewertung oder weitere Stichwörter, steht nicht in der Begleitdatei der Kopie: {files}.</translation>
    </message>
    <message>
        <source>{n:# image has|# images have} a label, and at least {k} are needed to compare. Nothing was changed; label some more first.</source>
        <translation>{n:# Bild hat|# Bilder haben} ein Label, und zum Vergleichen braucht es mindestens {k}. Nichts wurde geändert; geben Sie zuerst noch einigen Bildern ein Label.</translation>
    </message>
    <message>
        <source>{n:# image has|# images have} another content.</source>
        <translation>{n:# Bild hat|# Bilder haben} einen anderen Inhalt.</translation>
    </message>
    <message>
        <source>{n:# image has|# images have} another label or state.</source>
        <translation>{n:# Bild hat|# Bilder haben} ein anderes Label oder einen anderen Zustand.</translation>
    </message>
    <message>
        <source>{n:# image has|# images have} no box in the source</source>
        <translation>{n:# Bild hat|# Bilder haben} in der Quelle keinen Rahmen</translation>
    </message>
    <message>
        <source>{n:# image has|# images have} no label in the file; {n:its label stays|their labels stay} as {n:it is|they are}.</source>
        <translation>{n:# Bild hat|# Bilder haben} in der Datei kein Label; {n:sein Label bleibt|ihre Labels bleiben}, wie {n:es ist|sie sind}.</translation>
    </message>
    <message>
        <source>{n:# image has|# images have} no open dispute; the label in the file counts there as well.</source>
        <translation>Bei {n:# Bild|# Bildern} ist sich niemand uneinig; auch dort gilt das Label der Datei.</translation>
    </message>
    <message>
        <source>{n:# image has|# images have} several labels in the file</source>
        <translation>{n:# Bild hat|# Bilder haben} in der Datei mehrere Labels</translation>
    </message>
    <message>
        <source>{n:# image has|# images have} several rows in the file that contradict each other, none of which is used: {examples}. Leave one row for each image and class in the file.</source>
        <translation>{n:# Bild hat|# Bilder haben} mehrere Zeilen in der Datei, die sich widersprechen, und keine davon wird verwendet: {examples}. Lassen Sie in der Datei je Bild und Klasse nur eine Zeile.</translation>
    </message>
    <message>
        <source>{n:# image is a page, a frame or a box, and is|# images are pages, frames or boxes, and are} called as {n:its copy is|their copies are} in an export of XMP side-cars: export these as well to have the images.</source>
        <translation>{n:# Bild ist eine Seite, ein Einzelbild oder ein Rahmen und heißt|# Bilder sind Seiten, Einzelbilder oder Rahmen und heißen} wie {n:seine Kopie|ihre Kopien} in einem Export von XMP-Begleitdateien: Exportieren Sie auch diese, um die Bilder zu haben.</translation>
    </message>
    <message>
        <source>{n:# image is a page, a frame or a box: Label Studio shows the whole file, and no video, but its data says which part it is|# images are pages, frames or boxes: Label Studio shows the whole files, and no videos, but their data says which parts they are} (rel_path). Export class folders for images of {n:it|them}.</source>
        <translation>{n:# Bild ist eine Seite, ein Einzelbild oder ein Rahmen: Label Studio zeigt die ganze Datei und kein Video, aber in seinen Daten steht, welcher Teil es ist|# Bilder sind Seiten, Einzelbilder oder Rahmen: Label Studio zeigt die ganzen Dateien und keine Videos, aber in ihren Daten steht, welche Teile sie sind} (rel_path). Für Bilder {n:davon|von ihnen} exportieren Sie Klassenordner.</translation>
    </message>
    <message>
        <source>{n:# image is another picture|# images are other pictures} by now and left out.</source>
        <translation>{n:# Bild ist|# Bilder sind} inzwischen {n:ein anderes|andere} und {n:bleibt|bleiben} weg.</translation>
    </message>
    <message>
        <source>{n:# image is|# images are} classified in {out}.</source>
        <translation>{n:# Bild ist|# Bilder sind} klassifiziert, siehe {out}.</translation>
    </message>
    <message>
        <source>{n:# image is|# images are} exported to {out}.</source>
        <translation>{n:# Bild wurde|# Bilder wurden} nach {out} exportiert.</translation>
    </message>
    <message>
        <source>{n:# image is|# images are} in it that cannot be used here and perhaps nowhere: {images}.</source>
        <translation>{n:# Bild ist|# Bilder sind} darin, {n:das|die} hier und vielleicht nirgends brauchbar {n:ist|sind}: {images}.</translation>
    </message>
    <message>
        <source>{n:# image is|# images are} in the package {file}.</source>
        <translation>{n:# Bild ist|# Bilder sind} im Paket {file}.</translation>
    </message>
    <message>
        <source>{n:# image is|# images are} in {groups:# group|# groups}.</source>
        <translation>{n:# Bild ist|# Bilder sind} in {groups:# Gruppe|# Gruppen}.</translation>
    </message>
    <message>
        <source>{n:# image is|# images are} marked as wrong. {key} again removes {n:the mark|all marks}; {one} marks and unmarks the framed image.</source>
        <translation>{n:# Bild ist|# Bilder sind} als falsch markiert. Noch einmal {key} nimmt {n:die Markierung|alle Markierungen} weg; {one} setzt oder nimmt die des umrahmten Bildes.</translation>
    </message>
    <message>
        <source>{n:# image is|# images are} missing.</source>
        <translation>{n:# Bild fehlt|# Bilder fehlen}.</translation>
    </message>
    <message>
        <source>{n:# image is|# images are} more probably of classes that the project does not have, and {n:gets|get} no suggestion.</source>
        <translation>{n:# Bild gehört|# Bilder gehören} eher zu Klassen, die das Projekt nicht hat, und {n:bekommt|bekommen} keinen Vorschlag.</translation>
    </message>
    <message>
        <source>{n:# image is|# images are} no longer in {n:its place|their places} but in several others: moved and copied. {n:It is|Each is} now the file with the same name, or else in the nearest folder, and keeps its label there; the other copies are new: {files}.</source>
        <translation>{n:# Bild liegt|# Bilder liegen} nicht mehr an {n:seinem Ort|ihrem Ort}, sondern an mehreren anderen: verschoben und kopiert. {n:Es ist|Jedes ist} jetzt die Datei mit demselben Namen, sonst die im nächsten Ordner, und behält dort sein Label; die anderen Kopien sind neu: {files}.</translation>
    </message>
    <message>
        <source>{n:# image is|# images are} not analysed yet</source>
        <translation>{n:# Bild ist|# Bilder sind} noch nicht analysiert</translation>
    </message>
    <message>
        <source>{n:# image is|# images are} not analysed yet, so nothing is suggested or doubted.</source>
        <translation>{n:# Bild ist|# Bilder sind} noch nicht analysiert; deshalb wird nichts vorgeschlagen oder bezweifelt.</translation>
    </message>
    <message>
        <source>{n:# image is|# images are} not as exported</source>
        <translation>{n:# Bild ist|# Bilder sind} nicht wie beim Export</translation>
    </message>
    <message>
        <source>{n:# image is|# images are} not in the project</source>
        <translation>{n:# Bild ist|# Bilder sind} nicht im Projekt</translation>
    </message>
    <message>
        <source>{n:# image is|# images are} not in the project any more and left out.</source>
        <translation>{n:# Bild ist|# Bilder sind} nicht mehr im Projekt und {n:bleibt|bleiben} weg.</translation>
    </message>
    <message>
        <source>{n:# image is|# images are} not what the file was made from: the path is the same, the content is not.</source>
        <translation>{n:# Bild ist|# Bilder sind} nicht das, woraus die Datei entstand: Der Pfad ist gleich, der Inhalt nicht.</translation>
    </message>
    <message>
        <source>{n:# image is|# images are} on {k:a page that was|# pages that were} skipped. {n:Check it|Check a random sample of them} first.</source>
        <translation>{n:# Bild liegt|# Bilder liegen} auf {k:einer übersprungenen Seite|# übersprungenen Seiten}. Prüfen Sie {n:es|eine zufällige Stichprobe davon} zuerst.</translation>
    </message>
    <message>
        <source>{n:# image is|# images are} on {k:a page that was|# pages that were} skipped. {n:Check it|Check them} first.</source>
        <translation>{n:# Bild liegt|# Bilder liegen} auf {k:einer übersprungenen Seite|# übersprungenen Seiten}. Prüfen Sie {n:es|sie} zuerst.</translation>
    </message>
    <message>
        <source>{n:# image is|# images are} still being read. Answer again when {n:it is|they are} there.</source>
        <translation>{n:# Bild wird|# Bilder werden} noch gelesen. Bitte noch einmal antworten, wenn {n:es da ist|sie da sind}.</translation>
    </message>
    <message>
        <source>{n:# image is|# images are} unlike all classes.</source>
        <translation>{n:# Bild ist|# Bilder sind} keiner Klasse ähnlich.</translation>
    </message>
    <message>
        <source>{n:# image of the sample is|# images of the sample are} still to be checked. Nothing was accepted. Check {n:it|them} first, or end the audit to give it up.</source>
        <translation>{n:# Bild der Stichprobe ist|# Bilder der Stichprobe sind} noch zu prüfen. Nichts wurde angenommen. Prüfen Sie {n:es|sie} zuerst, oder beenden Sie die Stichprobe, um sie aufzugeben.</translation>
    </message>
    <message>
        <source>{n:# image of this page was|# images of this page were} not in view yet. Look at {n:it|them} too, then answer again.</source>
        <translation>{n:# Bild dieser Seite war|# Bilder dieser Seite waren} noch nicht zu sehen. Bitte auch {n:dieses|diese} ansehen, dann noch einmal antworten.</translation>
    </message>
    <message>
        <source>{n:# image on this page is|# images on this page are} still open.</source>
        <translation>{n:# Bild auf dieser Seite ist|# Bilder auf dieser Seite sind} noch offen.</translation>
    </message>
    <message>
        <source>{n:# image on this page still needs|# images on this page still need} an answer.</source>
        <translation>Auf dieser Seite {n:braucht noch # Bild|brauchen noch # Bilder} eine Antwort.</translation>
    </message>
    <message>
        <source>{n:# image says|# images say} no time: the time of {n:its file|their files} is written. It does not count for the start and the end of a deployment unless none of its images says a time.</source>
        <translation>{n:# Bild nennt|# Bilder nennen} keine Zeit: Die Zeit {n:seiner Datei|ihrer Dateien} wird geschrieben. Sie zählt nicht für Beginn und Ende eines Einsatzes, außer wenn keines seiner Bilder eine Zeit nennt.</translation>
    </message>
    <message>
        <source>{n:# image stands|# images stand} out</source>
        <translation>{n:# Bild fällt|# Bilder fallen} auf</translation>
    </message>
    <message>
        <source>{n:# image stands|# images stand} out, {k} of them in doubt</source>
        <translation>{n:# Bild fällt|# Bilder fallen} auf, {k} davon zweifelhaft</translation>
    </message>
    <message>
        <source>{n:# image that was decided about is|# images that were decided about are} no longer in {n:its file|their files}. The {n:label is|labels are} safe: {n:the image is|the images are} listed as missing, and {n:is back|are back} after the next rescan if the file is put back as it was.</source>
        <translation>{n:# Bild, über das entschieden wurde, ist|# Bilder, über die entschieden wurde, sind} nicht mehr in {n:seiner Datei|ihren Dateien}. {n:Das Label ist|Die Labels sind} sicher: {n:Das Bild wird|Die Bilder werden} als fehlend aufgeführt und {n:ist|sind} nach dem nächsten Einlesen wieder da, wenn die Datei so zurückgelegt wird, wie sie war.</translation>
    </message>
    <message>
        <source>{n:# image that was|# images that were} unsure or excluded when exported {n:has|have} got a class since; {n:it is|they are} taken.</source>
        <translation>{n:# Bild, das beim Export unsicher oder ausgeschlossen war, hat|# Bilder, die beim Export unsicher oder ausgeschlossen waren, haben} seitdem eine Klasse bekommen; sie wird übernommen.</translation>
    </message>
    <message>
        <source>{n:# image was|# images were} classified before.</source>
        <translation>{n:# Bild war|# Bilder waren} schon klassifiziert.</translation>
    </message>
    <message>
        <source>{n:# image was|# images were} found by a path that differs in upper and lower case: {examples}.</source>
        <translation>{n:# Bild wurde|# Bilder wurden} über einen Pfad gefunden, der sich in Groß- und Kleinschreibung unterscheidet: {examples}.</translation>
    </message>
    <message>
        <source>{n:# image was|# images were} found by a path whose accents are stored in another way: {examples}.</source>
        <translation>{n:# Bild wurde|# Bilder wurden} über einen Pfad gefunden, dessen Akzente anders gespeichert sind: {examples}.</translation>
    </message>
    <message>
        <source>{n:# image was|# images were} found by a path with another file ending, or without one: {examples}.</source>
        <translation>{n:# Bild wurde|# Bilder wurden} über einen Pfad mit anderer oder ohne Dateiendung gefunden: {examples}.</translation>
    </message>
    <message>
        <source>{n:# image was|# images were} found by content, not by path.</source>
        <translation>{n:# Bild wurde|# Bilder wurden} über den Inhalt gefunden, nicht über den Pfad.</translation>
    </message>
    <message>
        <source>{n:# image was|# images were} found by the end of the path, not by the whole of it: {examples}.</source>
        <translation>{n:# Bild wurde|# Bilder wurden} über das Ende des Pfades gefunden, nicht über den ganzen: {examples}.</translation>
    </message>
    <message>
        <source>{n:# image was|# images were} read, and none has more than 8 bits, so there is no range to measure. Nothing was changed.</source>
        <translation>{n:# Bild wurde|# Bilder wurden} gelesen; keines hat mehr als 8 Bit, deshalb gibt es keinen Bereich zu messen. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>{n:# image with a label has|# images with a label have} another content than before and {n:keeps its label|keep their labels}: {files}. Look at {n:it|them} again in Browse, where the search field finds {n:it|them} by name, and change the {n:label if it is|labels that are} wrong now.</source>
        <translation>{n:# Bild mit Label hat|# Bilder mit Label haben} einen anderen Inhalt als zuvor und {n:behält sein Label|behalten ihre Labels}: {files}. Sehen Sie {n:es|sie} in Durchsehen noch einmal an, wo das Suchfeld {n:es|sie} nach dem Namen findet, und ändern Sie {n:das Label, falls es|die Labels, die} jetzt {n:falsch ist|falsch sind}.</translation>
    </message>
    <message>
        <source>{n:# image|# images}</source>
        <translation>{n:# Bild|# Bilder}</translation>
    </message>
    <message>
        <source>{n:# image|# images} could not be read and {n:is|are} left out.</source>
        <translation>{n:# Bild konnte|# Bilder konnten} nicht gelesen werden und {n:bleibt|bleiben} weg.</translation>
    </message>
    <message>
        <source>{n:# image|# images} could not be read.</source>
        <translation>{n:# Bild konnte|# Bilder konnten} nicht gelesen werden.</translation>
    </message>
    <message>
        <source>{n:# image|# images} could not be written.</source>
        <translation>{n:# Bild konnte|# Bilder konnten} nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>{n:# image|# images} could not be written:</source>
        <translation>{n:# Bild konnte|# Bilder konnten} nicht geschrieben werden:</translation>
    </message>
    <message>
        <source>{n:# image|# images} here cannot be shown and {n:is|are} left out.</source>
        <translation>{n:# Bild hier lässt sich nicht anzeigen und wird|# Bilder hier lassen sich nicht anzeigen und werden} ausgelassen.</translation>
    </message>
    <message>
        <source>{n:# image|# images} labelled “{gone}” {n:becomes|become} “{into}”, and “{gone}” is removed. Undo restores it.</source>
        <translation>{n:# Bild|# Bilder} mit dem Label „{gone}“ {n:wird|werden} „{into}“, und „{gone}“ entfällt. Rückgängig stellt alles wieder her.</translation>
    </message>
    <message>
        <source>{n:# image|# images} not analysed</source>
        <translation>{n:# Bild|# Bilder} nicht analysiert</translation>
    </message>
    <message>
        <source>{n:# image|# images} of its sample changed</source>
        <translation>{n:# Bild|# Bilder} seiner Stichprobe geändert</translation>
    </message>
    <message>
        <source>{n:# image|# images} of {of} {n:is|are} not analysed yet: nothing is suggested or doubted there.</source>
        <translation>{n:# Bild|# Bilder} von {of} {n:ist|sind} noch nicht analysiert: Dort wird nichts vorgeschlagen oder bezweifelt.</translation>
    </message>
    <message>
        <source>{n:# image|# images} of {project}, {method} from {start}, {minutes:.1f} min, {device}</source>
        <translation>{n:# Bild|# Bilder} von {project}, {method} ab {start}, {minutes:.1f} min, {device}</translation>
    </message>
    <message>
        <source>{n:# image|# images} that cannot be shown {n:was|were} left out, and nothing is lost. “Rescan the folders” under “Images” in the menu looks for {n:the file|the files}.</source>
        <translation>{n:# Bild, das sich nicht anzeigen lässt, wurde|# Bilder, die sich nicht anzeigen lassen, wurden} ausgelassen; verloren ist nichts. „Ordner neu einlesen“ im Menü unter „Bilder“ sucht {n:die Datei|die Dateien}.</translation>
    </message>
    <message>
        <source>{n:# is|# are} still open</source>
        <translation>{n:# ist|# sind} noch offen</translation>
    </message>
    <message>
        <source>{n:# job is|# jobs are} waiting and would not run: {names}.</source>
        <translation>{n:# Vorgang wartet|# Vorgänge warten} und {n:würde|würden} nicht ausgeführt: {names}.</translation>
    </message>
    <message>
        <source>{n:# job that waited was|# jobs that waited were} not done: {names}.</source>
        <translation>{n:# wartender Vorgang wurde|# wartende Vorgänge wurden} nicht ausgeführt: {names}.</translation>
    </message>
    <message>
        <source>{n:# label differs|# labels differ} in the file.</source>
        <translation>{n:# Label ist|# Labels sind} in der Datei anders.</translation>
    </message>
    <message>
        <source>{n:# label differs|# labels differ} in the file; people decided {p} of them.</source>
        <translation>{n:# Label ist|# Labels sind} in der Datei anders; davon von Menschen entschieden: {p}.</translation>
    </message>
    <message>
        <source>{n:# label is not in doubt and stays as it is|# labels are not in doubt and stay as they are}.</source>
        <translation>{n:# Label ist nicht zweifelhaft und bleibt, wie es ist|# Labels sind nicht zweifelhaft und bleiben, wie sie sind}.</translation>
    </message>
    <message>
        <source>{n:# label is|# labels are} probably wrong; of {n:this image|these images} it learns what is expected instead. The {n:label stays|labels stay} as {n:it is|they are}.</source>
        <translation>{n:# Label ist|# Labels sind} wahrscheinlich falsch; von {n:diesem Bild|diesen Bildern} lernt er stattdessen, was zu erwarten ist. {n:Das Label bleibt|Die Labels bleiben}, wie {n:es ist|sie sind}.</translation>
    </message>
    <message>
        <source>{n:# label that a person decided becomes|# labels that people decided become} what the file says.</source>
        <translation>{n:# von Menschen entschiedenes Label wird|# von Menschen entschiedene Labels werden} durch das Label der Datei ersetzt.</translation>
    </message>
    <message>
        <source>{n:# label that a person decided differs|# labels that people decided differ} in the file and {n:stays|stay}, {because}; {n:the answer of the file is|the answers of the file are} kept beside {n:it|them}.</source>
        <translation>{n:# Label, das eine Person entschieden hat, ist|# Labels, die Personen entschieden haben, sind} in der Datei anders und {n:bleibt|bleiben}, {because}; {n:die Antwort der Datei bleibt|die Antworten der Datei bleiben} daneben erhalten.</translation>
    </message>
    <message>
        <source>{n:# label that a person decided differs|# labels that people decided differ} in the file and {n:stays|stay}.</source>
        <translation>{n:# von Menschen entschiedenes Label ist|# von Menschen entschiedene Labels sind} in der Datei anders und {n:bleibt|bleiben}.</translation>
    </message>
    <message>
        <source>{n:# label that a person decided differs|# labels that people decided differ} in the file, {n:stays|stay} and {n:asks|ask} for a second opinion.</source>
        <translation>{n:# von Menschen entschiedenes Label ist|# von Menschen entschiedene Labels sind} in der Datei anders, {n:bleibt|bleiben} und {n:wartet|warten} auf eine zweite Meinung.</translation>
    </message>
    <message>
        <source>{n:# labelled image of the project was|# labelled images of the project were} not in it.</source>
        <translation>{n:# zugeordnetes Bild des Projekts war|# zugeordnete Bilder des Projekts waren} nicht darin.</translation>
    </message>
    <message>
        <source>{n:# labelled image|# labelled images} could not be read ({path}: {reason}), and the others are too few to train a classifier. Nothing was changed. If they are on another disk, connect it and start this again.</source>
        <translation>{n:# Bild mit Label konnte|# Bilder mit Label konnten} nicht gelesen werden ({path}: {reason}), und die übrigen sind zu wenige, um einen Klassifikator zu trainieren. Nichts wurde geändert. Liegen sie auf einem anderen Datenträger, schließen Sie ihn an und beginnen Sie noch einmal.</translation>
    </message>
    <message>
        <source>{n:# label|# labels} changed</source>
        <translation>{n:# Label|# Labels} geändert</translation>
    </message>
    <message>
        <source>{n:# label|# labels} in doubt of {total}</source>
        <translation>{n:# zweifelhaftes Label|# zweifelhafte Labels} von {total}</translation>
    </message>
    <message>
        <source>{n:# label|# labels} that it was trained on {n:is another|are others} by now, or {n:was|were} withdrawn. Train it again to use what is known now.</source>
        <translation>{n:# Label, aus dem|# Labels, aus denen} er gelernt hat, {n:ist inzwischen ein anderes|sind inzwischen andere} oder {n:wurde|wurden} zurückgenommen. Trainieren Sie ihn noch einmal, um zu nutzen, was jetzt bekannt ist.</translation>
    </message>
    <message>
        <source>{n:# label|All # labels}</source>
        <translation>{n:# Label|Alle # Labels}</translation>
    </message>
    <message>
        <source>{n:# line has|# lines have} no path and {n:was|were} left out.</source>
        <translation>{n:# Zeile hat keinen Pfad und wurde|# Zeilen haben keinen Pfad und wurden} ausgelassen.</translation>
    </message>
    <message>
        <source>{n:# line matches|# lines match} no image</source>
        <translation>{n:# Zeile passt|# Zeilen passen} zu keinem Bild</translation>
    </message>
    <message>
        <source>{n:# line or entry of the file was|# lines or entries of the file were} left out: {entries}.</source>
        <translation>{n:# Zeile oder Eintrag der Datei wurde|# Zeilen oder Einträge der Datei wurden} ausgelassen: {entries}.</translation>
    </message>
    <message>
        <source>{n:# minute|# minutes}</source>
        <translation>{n:# Minute|# Minuten}</translation>
    </message>
    <message>
        <source>{n:# more is|# more are} in this queue</source>
        <translation>{n:# weiteres|# weitere} in dieser Warteschlange</translation>
    </message>
    <message>
        <source>{n:# name of a column occurs|# names of columns occur} more than once; the later ones get a number: {names}.</source>
        <translation>{n:# Spaltenname kommt|# Spaltennamen kommen} mehrfach vor; die späteren bekommen eine Nummer: {names}.</translation>
    </message>
    <message>
        <source>{n:# new class|# new classes}</source>
        <translation>{n:# neue Klasse|# neue Klassen}</translation>
    </message>
    <message>
        <source>{n:# new image|# new images} placed between similar ones</source>
        <translation>{n:# neues Bild|# neue Bilder} zwischen ähnlichen eingesetzt</translation>
    </message>
    <message>
        <source>{n:# newer decision is|# newer decisions are} not used yet</source>
        <translation>{n:# neuere Entscheidung|# neuere Entscheidungen} noch nicht berücksichtigt</translation>
    </message>
    <message>
        <source>{n:# of them is|# of them are} in no list, because the file is missing or cannot be read.</source>
        <translation>{n:# davon ist|# davon sind} in keiner Liste, weil die Datei fehlt oder nicht gelesen werden kann.</translation>
    </message>
    <message>
        <source>{n:# of them is|# of them are} missing or cannot be read, and {n:is|are} not shown in the window; the table keeps what was decided about {n:it|them}.</source>
        <translation>{n:# davon fehlt|# davon fehlen} oder {n:lässt|lassen} sich nicht lesen und {n:wird|werden} im Fenster nicht gezeigt; die Tabelle behält, was dazu entschieden wurde.</translation>
    </message>
    <message>
        <source>{n:# outline that is no box was|# outlines that are no boxes were} replaced by the box around {n:it|them}.</source>
        <translation>{n:# Umriss, der kein Rahmen ist, wurde|# Umrisse, die keine Rahmen sind, wurden} durch den umschließenden Rahmen ersetzt.</translation>
    </message>
    <message>
        <source>{n:# page, frame or box|# pages, frames and boxes} cannot be shown: {files}. {n:It counts|They count} as missing, and {n:is|are} back with {n:its label|their labels} after the next rescan once the file can be read as before.</source>
        <translation>{n:# Seite, Einzelbild oder Rahmen kann|# Seiten, Einzelbilder und Rahmen können} nicht gezeigt werden: {files}. {n:Das zählt|Sie zählen} als fehlend, und {n:es ist mit seinem Label|sie sind mit ihren Labels} nach dem nächsten Einlesen wieder da, sobald die Datei wieder gelesen werden kann.</translation>
    </message>
    <message>
        <source>{n:# part of an object has|# parts of objects have} a box of {n:its|their} own, which is not used.</source>
        <translation>{n:# Teil eines Objekts hat|# Teile von Objekten haben} einen eigenen Rahmen, der nicht verwendet wird.</translation>
    </message>
    <message>
        <source>{n:# pass|# passes}</source>
        <translation>{n:# Durchgang|# Durchgänge}</translation>
    </message>
    <message>
        <source>{n:# point makes|# points make} no box of the shape “{shape}”</source>
        <translation>{n:# Punkt ergibt|# Punkte ergeben} keinen Rahmen der Form „{shape}“</translation>
    </message>
    <message>
        <source>{n:# prediction has|# predictions have} no probability; {n:it counts|each counts} as {value}.</source>
        <translation>{n:# Vorhersage hat|# Vorhersagen haben} keine Wahrscheinlichkeit; {n:sie zählt|jede zählt} als {value}.</translation>
    </message>
    <message>
        <source>{n:# row gives|# rows give} a class and the state unsure or excluded: the state counts, the class is left out.</source>
        <translation>{n:# Zeile nennt|# Zeilen nennen} eine Klasse und den Zustand unsicher oder ausgeschlossen: Der Zustand zählt, die Klasse fällt weg.</translation>
    </message>
    <message>
        <source>{n:# row has a state|# rows have states} that this program does not know and that {n:was|were} ignored: {states}.</source>
        <translation>{n:# Zeile hat einen Zustand, den|# Zeilen haben Zustände, die} dieses Programm nicht kennt und {n:der ignoriert wurde|die ignoriert wurden}: {states}.</translation>
    </message>
    <message>
        <source>{n:# row has a value that is|# rows have values that are} no probability and {n:was|were} left out: {examples}.</source>
        <translation>{n:# Zeile enthält einen Wert, der|# Zeilen enthalten Werte, die} keine Wahrscheinlichkeit {n:ist, und wurde|sind, und wurden} ausgelassen: {examples}.</translation>
    </message>
    <message>
        <source>{n:# row has|# rows have} a cell that a spreadsheet would compute; it begins with ' now. An import takes that away again.</source>
        <translation>{n:# Zeile hat|# Zeilen haben} eine Zelle, die ein Tabellenprogramm berechnen würde; sie beginnt nun mit '. Ein Import nimmt das wieder weg.</translation>
    </message>
    <message>
        <source>{n:# row is|# rows are} about an image that an earlier row is about as well: of the columns, those of the first row are kept.</source>
        <translation>{n:# Zeile meint|# Zeilen meinen} ein Bild, das schon eine frühere Zeile meint: Von den Spalten gelten die der ersten Zeile.</translation>
    </message>
    <message>
        <source>{n:# row was|# rows were} left out because several images would fit, or several rows would fit one image. For example: {examples}.</source>
        <translation>{n:# Zeile wurde|# Zeilen wurden} ausgelassen, weil mehrere Bilder passen würden oder mehrere Zeilen auf ein Bild. Zum Beispiel: {examples}.</translation>
    </message>
    <message>
        <source>{n:# score is|# scores are} not between 0 and 1 and {n:is|are} not used.</source>
        <translation>{n:# Sicherheit liegt|# Sicherheiten liegen} nicht zwischen 0 und 1 und {n:wird|werden} nicht verwendet.</translation>
    </message>
    <message>
        <source>{n:# stack|# stacks}</source>
        <translation>{n:# Stapel|# Stapel}</translation>
    </message>
    <message>
        <source>{n:# suggestion for an undecided image|All # suggestions for undecided images}</source>
        <translation>{n:# Vorschlag für ein unentschiedenes Bild|Alle # Vorschläge für unentschiedene Bilder}</translation>
    </message>
    <message>
        <source>{n:# suggestion is|# suggestions are} too few: no sample that leaves any to accept can show that at least {target} % of the rest are right ({sure} % sure). Nothing was drawn. Ask for less, or check them all.</source>
        <translation>{n:# Vorschlag ist|# Vorschläge sind} zu wenig: Keine Stichprobe, die noch etwas zum Annehmen übrig lässt, kann zeigen, dass mindestens {target} % vom Rest richtig sind (zu {sure} % sicher). Nichts wurde gezogen. Verlangen Sie weniger, oder prüfen Sie alle.</translation>
    </message>
    <message>
        <source>{n:# suggestion|# suggestions} without an image</source>
        <translation>{n:# Vorschlag|# Vorschläge} ohne Bild</translation>
    </message>
    <message>
        <source>{n:# suggestion|all # suggestions}</source>
        <translation>{n:# Vorschlag|alle # Vorschläge}</translation>
    </message>
    <message>
        <source>{n:# task has a prediction|# tasks have predictions} and no label. Import the file as suggestions to use {n:it|them}.</source>
        <translation>{n:# Aufgabe hat eine Vorhersage|# Aufgaben haben Vorhersagen} und kein Label. Importieren Sie die Datei als Vorschläge, um sie zu nutzen.</translation>
    </message>
    <message>
        <source>{n:# task has an annotation|# tasks have annotations} without a choice, and {n:gives|give} no label.</source>
        <translation>{n:# Aufgabe hat eine Annotation|# Aufgaben haben Annotationen} ohne Auswahl und {n:ergibt|ergeben} kein Label.</translation>
    </message>
    <message>
        <source>{n:# value is|# values are} of another kind than {n:its column|their columns} and {n:is|are} kept as text, which no comparison finds: {examples}.</source>
        <translation>{n:# Wert ist|# Werte sind} von anderer Art als {n:seine Spalte|ihre Spalten} und {n:bleibt|bleiben} Text, den kein Vergleich findet: {examples}.</translation>
    </message>
    <message>
        <source>{n:# value|# values} of images that had another one in the column of that name {n:was|were} replaced.</source>
        <translation>{n:# Wert|# Werte} von Bildern, die in der Spalte dieses Namens einen anderen hatten, {n:wurde|wurden} ersetzt.</translation>
    </message>
    <message>
        <source>{n:# video is|# videos are} cut off or damaged; the frames up to there are images: {files}.</source>
        <translation>{n:# Video ist|# Videos sind} abgeschnitten oder beschädigt; die Einzelbilder bis dahin sind Bilder: {files}.</translation>
    </message>
    <message>
        <source>{n:# video|# videos}</source>
        <translation>{n:# Video|# Videos}</translation>
    </message>
    <message>
        <source>{n:# video|# videos} of the source {n:is|are} not in the project: frames of videos are images where this is chosen for a new project.</source>
        <translation>{n:# Video|# Videos} der Quelle {n:ist|sind} nicht im Projekt: Einzelbilder von Videos werden Bilder, wo ein neues Projekt sie verlangt.</translation>
    </message>
    <message>
        <source>{n:# video|# videos}, {k:# minute|# minutes} in all</source>
        <translation>{n:# Video|# Videos}, zusammen {k:# Minute|# Minuten}</translation>
    </message>
    <message>
        <source>{n:# video|# videos}, {k:# second|# seconds} in all</source>
        <translation>{n:# Video|# Videos}, zusammen {k:# Sekunde|# Sekunden}</translation>
    </message>
    <message>
        <source>{n:# video|# videos}: about {k:# image|# images}</source>
        <translation>{n:# Video|# Videos}: etwa {k:# Bild|# Bilder}</translation>
    </message>
    <message>
        <source>{n:# waits|# wait}</source>
        <translation>{n:# wartet|# warten}</translation>
    </message>
    <message>
        <source>{n:Certificate|Certificates} {numbers} {n:holds|hold} again.</source>
        <translation>{n:Zertifikat|Die Zertifikate} {numbers} {n:gilt|gelten} wieder.</translation>
    </message>
    <message>
        <source>{n:Certificate|Certificates} {numbers} {n:is|are} void now.</source>
        <translation>{n:Zertifikat|Die Zertifikate} {numbers} {n:gilt|gelten} jetzt nicht mehr.</translation>
    </message>
    <message>
        <source>{n:Certificate|Certificates} {numbers}, void before, {n:has|have} lost a further label.</source>
        <translation>{n:Zertifikat|Die Zertifikate} {numbers} {n:galt|galten} schon nicht mehr; ein weiteres Label weicht nun ab.</translation>
    </message>
    <message>
        <source>{n:Check it|Check all #}</source>
        <translation>{n:Prüfen|Alle # prüfen}</translation>
    </message>
    <message>
        <source>{n:In one file|In # files} a name or a number may be burnt into the pixels, which every export of images would carry: {files}.</source>
        <translation>{n:In einer Datei|In # Dateien} kann ein Name oder eine Nummer in die Pixel eingebrannt sein, was jeder Export von Bildern mitnähme: {files}.</translation>
    </message>
    <message>
        <source>{n:Its file is|Their files are} missing or damaged, so nothing can be shown. Put {n:it|them} back in place, then rescan the folders; what is suggested stays.</source>
        <translation>{n:Seine Datei fehlt oder ist|Ihre Dateien fehlen oder sind} beschädigt, deshalb lässt sich nichts zeigen. Legen Sie sie wieder an ihren Platz und lesen Sie die Ordner neu ein; die Vorschläge bleiben.</translation>
    </message>
    <message>
        <source>{n:One answer is|# answers are} kept beside {n:another label|other labels}, {because}.</source>
        <translation>{n:Eine Antwort bleibt|# Antworten bleiben} neben {n:einem anderen Label|anderen Labels} erhalten, {because}.</translation>
    </message>
    <message>
        <source>{n:One image|# images} of this group {n:is|are} marked as wrong. {key} accepts the others and rejects {n:it|them}; {clear} removes {n:the mark|the marks}.</source>
        <translation>{n:Ein Bild|# Bilder} dieser Gruppe {n:ist|sind} als falsch markiert. {key} nimmt die anderen an und lehnt {n:es|sie} ab; {clear} nimmt {n:die Markierung|die Markierungen} weg.</translation>
    </message>
    <message>
        <source>{n:One label is|# labels are} left that nobody has confirmed: check {n:it|all of them} too.</source>
        <translation>{n:Ein Label ist|# Labels sind} noch von niemandem bestätigt: Prüfen Sie auch {n:dieses|sie alle}.</translation>
    </message>
    <message>
        <source>{n:The class|The classes} {names} may be {n:a part|parts} of a split and no {n:class|classes}. If so, choose the level of folders that holds the classes.</source>
        <translation>{n:Die Klasse|Die Klassen} {names} {n:ist|sind} vielleicht {n:ein Teil|Teile} einer Aufteilung und keine {n:Klasse|Klassen}. Wählen Sie dann die Ebene der Ordner, auf der die Klassen stehen.</translation>
    </message>
    <message>
        <source>{n:The column|The columns} {names} {n:holds|hold} numbers that could be probabilities, and {n:was|were} not read. If {n:it is|one of them is} the probability, call it “probability” in the file, or choose the column: probability={column}.</source>
        <translation>{n:Die Spalte|Die Spalten} {names} {n:enthält|enthalten} Zahlen, die Wahrscheinlichkeiten sein könnten, und {n:wurde|wurden} nicht gelesen. Ist {n:sie|eine von ihnen} die Wahrscheinlichkeit, nennen Sie sie in der Datei „probability“, oder wählen Sie die Spalte: probability={column}.</translation>
    </message>
    <message>
        <source>{n:The file of this image is|The files of all # images here are} missing or damaged, so nothing can be decided here. “Rescan the folders” under “Images” in the menu looks for {n:it|them}.</source>
        <translation>{n:Die Datei dieses Bildes fehlt oder ist|Die Dateien aller # Bilder hier fehlen oder sind} beschädigt, deshalb lässt sich hier nichts entscheiden. „Ordner neu einlesen“ im Menü unter „Bilder“ sucht sie.</translation>
    </message>
    <message>
        <source>{n:The one image|All # images} of it that {n:is|are} here {n:has|have} another content, label or state, and its last decision is not in the history here. Open the project that it was exported from: {project}.</source>
        <translation>{n:Das eine Bild|Alle # Bilder} davon, {n:das|die} es hier gibt, {n:hat|haben} anderen Inhalt, ein anderes Label oder einen anderen Zustand, und seine letzte Entscheidung steht hier nicht im Verlauf. Öffnen Sie das Projekt, aus dem es exportiert wurde: {project}.</translation>
    </message>
    <message>
        <source>{n:The only box is on a frame of a video or a page of a file, which this format cannot name.|All # boxes are on frames of videos or pages of files, which this format cannot name.} Nothing was written. Save these frames and pages as images as well (stills), or choose COCO or a table, which can name them.</source>
        <translation>{n:Der einzige Rahmen liegt auf einem Einzelbild eines Videos oder einer Seite einer Datei, was dieses Format nicht nennen kann.|Alle # Rahmen liegen auf Einzelbildern von Videos oder Seiten von Dateien, was dieses Format nicht nennen kann.} Nichts wurde geschrieben. Speichern Sie diese Einzelbilder und Seiten als Bilder mit (stills), oder wählen Sie COCO oder eine Tabelle, die sie nennen können.</translation>
    </message>
    <message>
        <source>{n:The only image|All # images}: exact</source>
        <translation>{n:Das einzige Bild|Alle # Bilder}: genau</translation>
    </message>
    <message>
        <source>{n:The picture of # of them is|The pictures of # of them are} elsewhere in {n:its file|their files} by now, but the {n:label does|labels do} not go along: {files}. Label {n:it|them} there.</source>
        <translation>{n:Das Bild von # davon ist|Die Bilder von # davon sind} jetzt an anderer Stelle {n:seiner Datei|ihrer Dateien}, aber {n:das Label zieht|die Labels ziehen} nicht mit um: {files}. Labeln Sie {n:es|sie} dort.</translation>
    </message>
    <message>
        <source>{n:The suggestion is|The suggestions are} shown on Suggestions after the next analysis of the images.</source>
        <translation>{n:Der Vorschlag erscheint|Die Vorschläge erscheinen} nach der nächsten Analyse der Bilder auf „Vorschläge“.</translation>
    </message>
    <message>
        <source>{n:This image|These # images} cannot be shown, so nothing was decided, and nothing is lost. “Rescan the folders” under “Images” in the menu looks for {n:the file|the files}.</source>
        <translation>{n:Dieses Bild lässt|Diese # Bilder lassen} sich nicht anzeigen, deshalb wurde nichts entschieden; verloren ist nichts. „Ordner neu einlesen“ im Menü unter „Bilder“ sucht {n:die Datei|die Dateien}.</translation>
    </message>
    <message>
        <source>{n:Yes|Yes, all #}</source>
        <translation>{n:Ja|Ja, alle #}</translation>
    </message>
    <message>
        <source>{n:d} in {colour}</source>
        <translation>{n:d} in {colour}</translation>
    </message>
    <message>
        <source>{n:d} in {colour} ({low} to {high})</source>
        <translation>{n:d} in {colour} ({low} bis {high})</translation>
    </message>
    <message>
        <source>{n:one does|# do} not say how long {n:it is|they are}</source>
        <translation>{n:eines sagt|# sagen} nicht, wie lang {n:es ist|sie sind}</translation>
    </message>
    <message>
        <source>{n:one frame per second|one frame every # seconds}</source>
        <translation>{n:ein Einzelbild pro Sekunde|ein Einzelbild alle # Sekunden}</translation>
    </message>
    <message>
        <source>{n:one is|# are} corrected by now</source>
        <translation>{n:eines ist|# sind} inzwischen berichtigt</translation>
    </message>
    <message>
        <source>{names} are parts of a split, not classes; the folders in them are.</source>
        <translation>{names} sind Teile einer Aufteilung, keine Klassen; die Klassen sind die Ordner darin.</translation>
    </message>
    <message>
        <source>{names} differ only in capitals, accents or spaces, and are classes of their own. If they are the same, merge them afterwards, or write one of them in the file.</source>
        <translation>{names} unterscheiden sich nur in Großschreibung, Akzenten oder Leerzeichen und sind jeweils eigene Klassen. Ist dasselbe gemeint, führen Sie sie danach zusammen oder schreiben Sie in der Datei nur eines davon.</translation>
    </message>
    <message>
        <source>{name} differs only in capitals, accents or spaces from {other}, and becomes a class of its own. If they are the same, merge them afterwards, or write {other} in the file.</source>
        <translation>{name} unterscheidet sich nur in Großschreibung, Akzenten oder Leerzeichen von {other} und wird eine eigene Klasse. Ist dasselbe gemeint, fassen Sie beide danach zusammen, oder schreiben Sie {other} in die Datei.</translation>
    </message>
    <message>
        <source>{name} is called that already. Nothing was changed.</source>
        <translation>{name} heißt schon so. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>{name} is called {now} here by now. Nothing was changed. Give that name instead.</source>
        <translation>{name} heißt hier inzwischen {now}. Nichts wurde geändert. Geben Sie diesen Namen an.</translation>
    </message>
    <message>
        <source>{name} is called {now} here by now. Nothing was changed. Rename {now} instead.</source>
        <translation>{name} heißt hier inzwischen {now}. Nichts wurde geändert. Benennen Sie {now} um.</translation>
    </message>
    <message>
        <source>{name} needs the extra package timm, which is not installed. Nothing was changed; install it with “pip install timm” or choose another backbone.</source>
        <translation>{name} braucht das zusätzliche Paket timm, das nicht installiert ist. Nichts wurde geändert; installieren Sie es mit „pip install timm“ oder wählen Sie ein anderes Netz.</translation>
    </message>
    <message>
        <source>{name} was deleted in this project; these labels make it a class again.</source>
        <translation>{name} wurde in diesem Projekt gelöscht; diese Labels machen es wieder zu einer Klasse.</translation>
    </message>
    <message>
        <source>{name} was merged into {into} in this project; these labels make it a class again. If {into} is meant, undo this and write that in the file.</source>
        <translation>{name} wurde in diesem Projekt mit {into} zusammengeführt; diese Labels machen es wieder zu einer Klasse. Ist {into} gemeint, machen Sie das rückgängig und schreiben Sie das in die Datei.</translation>
    </message>
    <message>
        <source>{name}, asked again without seeing the first answer, says the same of {same} of {n:# image|# images}: {figure}.</source>
        <translation>{name}, ohne Blick auf die erste Antwort noch einmal gefragt, sagt bei {same} von {n:# Bild|# Bildern} dasselbe: {figure}.</translation>
    </message>
    <message>
        <source>{name}: {n:# suggestion|# suggestions}</source>
        <translation>{name}: {n:# Vorschlag|# Vorschläge}</translation>
    </message>
    <message>
        <source>{network}, {method}, trained</source>
        <translation>{network}, {method}, trainiert</translation>
    </message>
    <message>
        <source>{new} is somebody else in this project, and two people cannot become one. Nothing was changed. Choose a name that nobody has.</source>
        <translation>{new} ist in diesem Projekt jemand anderes, und zwei Personen können nicht eine werden. Nichts wurde geändert. Wählen Sie einen Namen, den niemand hat.</translation>
    </message>
    <message>
        <source>{new} is the name of somebody whose answers were undone, and who has it again if that is redone. Nothing was changed. Choose another name.</source>
        <translation>{new} heißt jemand, dessen Antworten rückgängig gemacht wurden und der wieder so heißt, wenn das wiederholt wird. Nichts wurde geändert. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{new} would be another person than {other}. If they are one, give {other} the name {new} first: Project, People.</source>
        <translation>{new} wäre eine andere Person als {other}. Sind beide dieselbe, geben Sie {other} zuerst den Namen {new}: Projekt, Personen.</translation>
    </message>
    <message>
        <source>{n} answered blind</source>
        <translation>{n} blind beantwortet</translation>
    </message>
    <message>
        <source>{n} more</source>
        <translation>{n} weitere</translation>
    </message>
    <message>
        <source>{n} more to make sure</source>
        <translation>{n} weitere zur Sicherheit</translation>
    </message>
    <message>
        <source>{n} of its {all} parts {n:is|are} missing, first {key}</source>
        <translation>{n} von {all} Teilen {n:fehlt|fehlen}, zuerst {key}</translation>
    </message>
    <message>
        <source>{n} of the program's own {all} files {n:is|are} damaged or missing, among them {file}. Projects are safe; install the program again.</source>
        <translation>{n} der {all} eigenen Dateien des Programms {n:ist|sind} beschädigt oder {n:fehlt|fehlen}, darunter {file}. Projekte sind sicher; installieren Sie das Programm neu.</translation>
    </message>
    <message>
        <source>{n} of those kept {n:was|were} accepted in bulk</source>
        <translation>{n} der behaltenen {n:wurde|wurden} gesammelt angenommen</translation>
    </message>
    <message>
        <source>{n} of {total:# image|# images} decided</source>
        <translation>{n} von {total:# Bild|# Bildern} entschieden</translation>
    </message>
    <message>
        <source>{n} took a suggestion over</source>
        <translation>{n} mit angenommenem Vorschlag</translation>
    </message>
    <message>
        <source>{n} × without an ending</source>
        <translation>{n} × ohne Endung</translation>
    </message>
    <message>
        <source>{out} cannot be written: {reason}. The export was not made and nothing is left of it; the project is safe. Choose another place.</source>
        <translation>{out} kann nicht geschrieben werden: {reason}. Der Export wurde nicht gemacht, und nichts ist davon übrig; das Projekt ist sicher. Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>{out} exists already. It was left alone. Choose another name.</source>
        <translation>{out} gibt es schon und blieb unberührt. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{out} exists and is not empty. It was left as it is; name a new folder for the sample.</source>
        <translation>{out} gibt es schon und ist nicht leer. Alles blieb, wie es ist; nennen Sie einen neuen Ordner für das Beispiel.</translation>
    </message>
    <message>
        <source>{out} is being made already, by another window or command. That one goes on and was left alone. Wait for it, or choose another name.</source>
        <translation>{out} wird schon erstellt, von einem anderen Fenster oder Befehl. Dieser läuft weiter und wurde nicht gestört. Warten Sie darauf, oder wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{out} is in the folder of the images, {folder}, where nothing is ever written. Choose another place.</source>
        <translation>{out} liegt im Ordner der Bilder, {folder}, wo nie etwas geschrieben wird. Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>{out} is not the name of a package: that ends with {suffix}, so that it opens as a project. Nothing was written. Choose such a name, as in for-bob{suffix}.</source>
        <translation>{out} ist kein Name für ein Paket: Der endet auf {suffix}, damit es sich als Projekt öffnet. Nichts wurde geschrieben. Wählen Sie einen solchen Namen, etwa für-bob{suffix}.</translation>
    </message>
    <message>
        <source>{out} was made by somebody else meanwhile. It was left alone. Choose another name.</source>
        <translation>{out} wurde inzwischen von jemand anderem angelegt und blieb unberührt. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{part} has no image of {n:# class|# classes}, of which there are too few images or groups: {names}. Libraries that number classes by their folders count differently there; empty folders can be made.</source>
        <translation>{part} hat von {n:# Klasse|# Klassen} kein Bild, weil es zu wenige Bilder oder Gruppen davon gibt: {names}. Bibliotheken, die Klassen nach ihren Ordnern zählen, zählen dort anders; leere Ordner können angelegt werden.</translation>
    </message>
    <message>
        <source>{path} (ends at {time})</source>
        <translation>{path} (endet bei {time})</translation>
    </message>
    <message>
        <source>{path} (ends at {time}; {n:# frame is|# frames are} missing)</source>
        <translation>{path} (endet bei {time}; {n:# Einzelbild fehlt|# Einzelbilder fehlen})</translation>
    </message>
    <message>
        <source>{path} ({same} as before, {new} new or changed, {gone} no longer in it)</source>
        <translation>{path} ({same} wie vorher, {new} neu oder geändert, {gone} nicht mehr darin)</translation>
    </message>
    <message>
        <source>{path} exists already. It was left alone. Choose another name, or open it.</source>
        <translation>{path} gibt es schon und blieb unberührt. Wählen Sie einen anderen Namen oder öffnen Sie die Datei.</translation>
    </message>
    <message>
        <source>{path} → {taken} (also {other})</source>
        <translation>{path} → {taken} (auch {other})</translation>
    </message>
    <message>
        <source>{range} Their thumbnails are made again, and with the next round every image is analysed again. Labels stay.</source>
        <translation>{range} Ihre Vorschaubilder werden neu erzeugt, und mit der nächsten Runde wird jedes Bild neu analysiert. Die Labels bleiben.</translation>
    </message>
    <message>
        <source>{reason}: the training keeps small copies of the images in {folder}. Those made so far are kept. Free some space and start it again: it resumes from there.</source>
        <translation>{reason}: Das Training legt kleine Kopien der Bilder in {folder} ab. Die fertigen bleiben. Schaffen Sie Platz und starten Sie es wieder: Es geht von dort weiter.</translation>
    </message>
    <message>
        <source>{recipe} without labels from {n:# photograph|# photographs}</source>
        <translation>{recipe} ohne Labels aus {n:# Foto|# Fotos}</translation>
    </message>
    <message>
        <source>{said} Moved: {moved}, deleted: {deleted}, drawn here: {added}.</source>
        <translation>{said} Verschoben: {moved}, gelöscht: {deleted}, hier gezeichnet: {added}.</translation>
    </message>
    <message>
        <source>{shown} of {n:# image|# images}</source>
        <translation>{shown} von {n:# Bild|# Bildern}</translation>
    </message>
    <message>
        <source>{source} was changed after its boxes were imported. Nothing was written. Import it again, or write all boxes anew.</source>
        <translation>{source} wurde geändert, nachdem die Rahmen importiert wurden. Nichts wurde geschrieben. Importieren Sie es noch einmal, oder schreiben Sie alle Rahmen neu.</translation>
    </message>
    <message>
        <source>{source}, which boxes came from, is not there any more. Nothing was written. Put it back, or write all boxes anew.</source>
        <translation>{source}, woher Rahmen kamen, ist nicht mehr da. Nichts wurde geschrieben. Legen Sie es zurück, oder schreiben Sie alle Rahmen neu.</translation>
    </message>
    <message>
        <source>{text} cannot be stored, because it is not text: half a character, or a name in another encoding. Nothing was changed. Rename it.</source>
        <translation>{text} lässt sich nicht speichern, weil es kein Text ist: ein halbes Zeichen oder ein Name in einer anderen Kodierung. Nichts wurde geändert. Benennen Sie es um.</translation>
    </message>
    <message>
        <source>{text} is no condition. Write a column, one of = &gt; &gt;= &lt; &lt;= ~ (contains), and a value. The columns are: {columns}.</source>
        <translation>{text} ist keine Bedingung. Schreiben Sie eine Spalte, eines von = &gt; &gt;= &lt; &lt;= ~ (enthält) und einen Wert. Die Spalten sind: {columns}.</translation>
    </message>
    <message>
        <source>{wrong} of {n:# checked image|# checked images} wrong or unsure: of the other {rest:one|#} at least {share} {rest:is|are} right ({sure} sure). {rest:It gets|They get} a certificate, which is void once {rest:it|one of them} is changed.</source>
        <translation>{wrong} von {n:# geprüften Bild|# geprüften Bildern} falsch oder unsicher: Von {rest:dem übrigen|den übrigen #} {rest:ist|sind} mindestens {share} richtig (zu {sure} sicher). {rest:Es bekommt|Sie bekommen} ein Zertifikat, das ungültig wird, sobald {rest:es|eines} geändert wird.</translation>
    </message>
    <message>
        <source>{wrong} of {n:# checked image|# checked images} wrong or unsure: that shows at least {share} right ({sure} sure), and {target} were promised. Nothing will be accepted; each further promise takes a larger sample.</source>
        <translation>{wrong} von {n:# geprüften Bild|# geprüften Bildern} falsch oder unsicher: Das belegt mindestens {share} richtige (zu {sure} sicher), und {target} waren zugesagt. Nichts wird angenommen; jede weitere Zusage braucht eine größere Stichprobe.</translation>
    </message>
    <message>
        <source>“{model}” suggests a class for {n:# image|# images}</source>
        <translation>„{model}“ schlägt für {n:# Bild|# Bilder} eine Klasse vor</translation>
    </message>
    <message>
        <source>“{name}” cannot be the name of a backbone: use letters, digits, dots and dashes, at most 64. Nothing was changed.</source>
        <translation>„{name}“ kann kein Name eines Netzes sein: Nehmen Sie Buchstaben, Ziffern, Punkte und Striche, höchstens 64. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>“{name}” is in use in {project}. Nothing was changed; let that project use another backbone first.</source>
        <translation>„{name}“ ist in {project} in Verwendung. Nichts wurde geändert; lassen Sie dieses Projekt zuerst ein anderes Netz verwenden.</translation>
    </message>
    <message>
        <source>“{name}” is removed: {size:.1f} MB are free again.</source>
        <translation>„{name}“ ist entfernt: {size:.1f} MB sind wieder frei.</translation>
    </message>
    <message>
        <source>“{name}” is removed: {size:.1f} MB are free again. {n:# recent project|# recent projects} could not be read, so it is not known whether {n:it uses|they use} it.</source>
        <translation>„{name}“ ist entfernt: {size:.1f} MB sind wieder frei. {n:# zuletzt verwendetes Projekt ließ|# zuletzt verwendete Projekte ließen} sich nicht lesen; ob {n:es|sie} es {n:verwendet|verwenden}, ist nicht bekannt.</translation>
    </message>
</context>
<context>
    <name>Metadata</name>
    <message>
        <source>Time taken</source>
        <translation>Aufnahmezeit</translation>
    </message>
    <message>
        <source>Latitude</source>
        <translation>Breitengrad</translation>
    </message>
    <message>
        <source>Longitude</source>
        <translation>Längengrad</translation>
    </message>
    <message>
        <source>Altitude (m)</source>
        <translation>Höhe (m)</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Time in the video (s)</source>
        <translation>Zeit im Video (s)</translation>
    </message>
    <message>
        <source>Time recorded</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>File size (kB)</source>
        <translation>Dateigröße (kB)</translation>
    </message>
    <message>
        <source>Width (pixels)</source>
        <translation>Breite (Pixel)</translation>
    </message>
    <message>
        <source>Height (pixels)</source>
        <translation>Höhe (Pixel)</translation>
    </message>
    <message>
        <source>Source of the label</source>
        <translation>Herkunft des Labels</translation>
    </message>
    <message>
        <source>Rejected class</source>
        <translation>Abgelehnte Klasse</translation>
    </message>
    <message>
        <source>Suggestion</source>
        <translation>Vorschlag</translation>
    </message>
    <message>
        <source>Confidence (0 to 1)</source>
        <translation>Sicherheit (0 bis 1)</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>number</source>
        <translation>Zahl</translation>
    </message>
    <message>
        <source>date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>cameras</source>
        <translation>Kameras</translation>
    </message>
    <message>
        <source>table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>file names</source>
        <translation>Dateinamen</translation>
    </message>
    <message>
        <source>videos</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>importiert</translation>
    </message>
    <message>
        <source>a person</source>
        <translation>eine Person</translation>
    </message>
    <message>
        <source>accepted suggestion</source>
        <translation>angenommener Vorschlag</translation>
    </message>
    <message>
        <source>without {column}</source>
        <translation>ohne {column}</translation>
    </message>
    <message>
        <source>no value</source>
        <translation>kein Wert</translation>
    </message>
    <message>
        <source>{column} contains {text}</source>
        <translation>{column} enthält {text}</translation>
    </message>
</context>
<context>
    <name>MetadataDialog</name>
    <message>
        <source>Metadata</source>
        <translation>Metadaten</translation>
    </message>
    <message>
        <source>What came with the images, from cameras, tables and file names. Browse filters and sorts by it.</source>
        <translation>Was mit den Bildern kam, aus Kameras, Tabellen und Dateinamen. „Durchsehen“ filtert und sortiert danach.</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Spalte</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Pattern of the file names</source>
        <translation>Muster der Dateinamen</translation>
    </message>
    <message>
        <source>Take from names</source>
        <translation>Aus Namen nehmen</translation>
    </message>
    <message>
        <source>Names of the files</source>
        <translation>Dateinamen</translation>
    </message>
    <message>
        <source>Make groups</source>
        <translation>Gruppen bilden</translation>
    </message>
    <message>
        <source>Groups from the column</source>
        <translation>Gruppen aus der Spalte</translation>
    </message>
    <message>
        <source>The column with the time</source>
        <translation>Die Spalte mit der Zeit</translation>
    </message>
    <message>
        <source>Group bursts</source>
        <translation>Serien gruppieren</translation>
    </message>
    <message>
        <source>Bursts: at most</source>
        <translation>Serien: höchstens</translation>
    </message>
    <message>
        <source>apart, of one</source>
        <translation>Abstand, je</translation>
    </message>
    <message>
        <source>Time of the bursts</source>
        <translation>Zeit der Serien</translation>
    </message>
    <message>
        <source>Suggestions agree over the images of a group</source>
        <translation>Vorschläge einer Gruppe stimmen überein</translation>
    </message>
    <message>
        <source>For groups that show the same, such as bursts: from the next round on, they have one suggestion.</source>
        <translation>Für Gruppen, die dasselbe zeigen, etwa Serien: Ab der nächsten Runde haben sie einen Vorschlag.</translation>
    </message>
    <message>
        <source>Remove the column</source>
        <translation>Spalte entfernen</translation>
    </message>
    <message>
        <source>Read camera data</source>
        <translation>Kameradaten lesen</translation>
    </message>
    <message>
        <source>From a table…</source>
        <translation>Aus einer Tabelle…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>DICOM: patient</source>
        <translation>DICOM: Patient</translation>
    </message>
    <message>
        <source>DICOM: study</source>
        <translation>DICOM: Studie</translation>
    </message>
    <message>
        <source>Each name in braces becomes a column: {example}</source>
        <translation>Jeder Name in geschweiften Klammern wird eine Spalte: {example}</translation>
    </message>
    <message>
        <source>Metadata from file names</source>
        <translation>Metadaten aus Dateinamen</translation>
    </message>
    <message>
        <source>Reading camera data</source>
        <translation>Kameradaten lesen</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>Tabellen</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>Table with metadata</source>
        <translation>Tabelle mit Metadaten</translation>
    </message>
    <message>
        <source>Metadata from a table</source>
        <translation>Metadaten aus einer Tabelle</translation>
    </message>
    <message>
        <source>Making groups</source>
        <translation>Gruppen bilden</translation>
    </message>
    <message>
        <source>The values of “{name}” are removed from the project, and undo does not bring them back.</source>
        <translation>Die Werte von „{name}“ werden aus dem Projekt entfernt; Rückgängig bringt sie nicht wieder.</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>Classifier trained here</source>
        <translation>Hier trainierter Klassifikator</translation>
    </message>
</context>
<context>
    <name>ModelsCard</name>
    <message>
        <source>Other models</source>
        <translation>Andere Modelle</translation>
    </message>
    <message>
        <source>The class that each model names, compared with the class that people gave and with the one suggested. Labels that were accepted as the model suggested them count as right.</source>
        <translation>Die Klasse, die jedes Modell nennt, verglichen mit der vergebenen und mit der vorgeschlagenen Klasse. Labels, die so angenommen wurden, wie das Modell sie vorschlug, zählen als richtig.</translation>
    </message>
    <message>
        <source>no suggestion to compare</source>
        <translation>kein Vorschlag zum Vergleichen</translation>
    </message>
    <message>
        <source>no label decided by a person</source>
        <translation>kein von einem Menschen entschiedenes Label</translation>
    </message>
    <message>
        <source>Show {n}</source>
        <translation>{n} anzeigen</translation>
    </message>
</context>
<context>
    <name>NamesField</name>
    <message>
        <source>for example: empty, bird, fox</source>
        <translation>zum Beispiel: leer, Vogel, Fuchs</translation>
    </message>
    <message>
        <source>Names of the classes</source>
        <translation>Namen der Klassen</translation>
    </message>
</context>
<context>
    <name>NewAudit</name>
    <message>
        <source>New audit</source>
        <translation>Neue Stichprobe</translation>
    </message>
    <message>
        <source>Images drawn at random and shown without labels or suggestions: you label them blind.</source>
        <translation>Zufällig gezogene Bilder, ohne Labels und Vorschläge gezeigt: Sie ordnen sie blind zu.</translation>
    </message>
    <message>
        <source>Every image alike</source>
        <translation>Jedes Bild gleich</translation>
    </message>
    <message>
        <source>Every class in proportion</source>
        <translation>Jede Klasse anteilig</translation>
    </message>
    <message>
        <source>Doubtful ones more often</source>
        <translation>Zweifelhafte häufiger</translation>
    </message>
    <message>
        <source>Doubtful ones more often: finds more errors for the same work; the result is weighted back.</source>
        <translation>Zweifelhafte häufiger: findet mehr Fehler bei gleicher Arbeit; das Ergebnis wird zurückgewichtet.</translation>
    </message>
    <message>
        <source>{share} right</source>
        <translation>{share} richtig</translation>
    </message>
    <message>
        <source>Start the audit</source>
        <translation>Stichprobe beginnen</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>Umfang</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Drawn</source>
        <translation>Gezogen</translation>
    </message>
    <message>
        <source>All labels</source>
        <translation>Alle Labels</translation>
    </message>
    <message>
        <source>There are no labels and no suggestions yet.</source>
        <translation>Es gibt noch keine Labels und keine Vorschläge.</translation>
    </message>
    <message>
        <source>{n} images, no error: {share}</source>
        <translation>{n} Bilder, kein Fehler: {share}</translation>
    </message>
</context>
<context>
    <name>NewClassDialog</name>
    <message>
        <source>No class has the key {key}</source>
        <translation>Keine Klasse hat die Taste {key}</translation>
    </message>
    <message>
        <source>Enter its name, and the image is labelled with it. Esc leaves everything as it is.</source>
        <translation>Geben Sie ihren Namen ein, und das Bild wird ihr zugeordnet. Esc lässt alles, wie es ist.</translation>
    </message>
    <message>
        <source>Name of the class</source>
        <translation>Name der Klasse</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Create the class</source>
        <translation>Klasse anlegen</translation>
    </message>
    <message>
        <source>Enter the name of the class first.</source>
        <translation>Geben Sie zuerst den Namen der Klasse ein.</translation>
    </message>
    <message>
        <source>Give it this key</source>
        <translation>Ihr diese Taste zuweisen</translation>
    </message>
</context>
<context>
    <name>NewPlace</name>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Enter a name for it.</source>
        <translation>Geben Sie einen Namen an.</translation>
    </message>
    <message>
        <source>Enter a name that ends with {suffix}.</source>
        <translation>Geben Sie einen Namen an, der mit {suffix} endet.</translation>
    </message>
    <message>
        <source>This name is too long. Choose a shorter one.</source>
        <translation>Dieser Name ist zu lang. Wählen Sie einen kürzeren.</translation>
    </message>
    <message>
        <source>This already exists. Choose a new name; nothing is ever overwritten.</source>
        <translation>Das gibt es schon. Wählen Sie einen neuen Namen; es wird nie etwas überschrieben.</translation>
    </message>
    <message>
        <source>It cannot be made there. Choose another place.</source>
        <translation>Dort kann nichts angelegt werden. Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Nothing is ever written into a folder of images. Choose another place.</source>
        <translation>In einen Ordner mit Bildern wird nie etwas geschrieben. Wählen Sie einen anderen Ort.</translation>
    </message>
</context>
<context>
    <name>NewProjectDialog</name>
    <message>
        <source>New project</source>
        <translation>Neues Projekt</translation>
    </message>
    <message>
        <source>The images stay in {folder} and are never changed.</source>
        <translation>Die Bilder bleiben in {folder} und werden nie verändert.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>From a table (CSV)</source>
        <translation>Aus einer Tabelle (CSV)</translation>
    </message>
    <message>
        <source>Nothing is labelled yet</source>
        <translation>Es gibt noch keine Labels</translation>
    </message>
    <message>
        <source>There are no folders in this folder.</source>
        <translation>In diesem Ordner gibt es keine Ordner.</translation>
    </message>
    <message>
        <source>Table with the labels</source>
        <translation>Tabelle mit den Labels</translation>
    </message>
    <message>
        <source>classes found automatically</source>
        <translation>Klassen werden selbst erkannt</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>folder level {n}</source>
        <translation>Ordnerebene {n}</translation>
    </message>
    <message>
        <source>Patient, site or slide: images of one group are never split between training and testing.</source>
        <translation>Patient, Ort, Präparat: Bilder einer Gruppe werden nie auf Training und Test aufgeteilt.</translation>
    </message>
    <message>
        <source>Project file</source>
        <translation>Projektdatei</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Groups from</source>
        <translation>Gruppen aus</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Create project</source>
        <translation>Projekt anlegen</translation>
    </message>
    <message>
        <source>The folder of each image is its class</source>
        <translation>Der Ordner jedes Bildes ist seine Klasse</translation>
    </message>
    <message>
        <source>The folder of each image is its class (there are no folders in it)</source>
        <translation>Der Ordner jedes Bildes ist seine Klasse (es gibt darin keine Ordner)</translation>
    </message>
    <message>
        <source>No folder at this level holds images.</source>
        <translation>Auf dieser Ebene enthält kein Ordner Bilder.</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>Projekte</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>Tabellen</translation>
    </message>
    <message>
        <source>Only for labels from a table.</source>
        <translation>Nur für Labels aus einer Tabelle.</translation>
    </message>
    <message>
        <source>Only where the folder is the class.</source>
        <translation>Nur, wenn der Ordner die Klasse ist.</translation>
    </message>
    <message>
        <source>Choose a table, and its column with the images.</source>
        <translation>Wählen Sie eine Tabelle und deren Spalte mit den Bildern.</translation>
    </message>
    <message>
        <source>Enter a file name for the project.</source>
        <translation>Geben Sie dem Projekt einen Dateinamen.</translation>
    </message>
    <message>
        <source>This name is too long. Choose a shorter one.</source>
        <translation>Dieser Name ist zu lang. Wählen Sie einen kürzeren.</translation>
    </message>
    <message>
        <source>This file already exists. Choose another name, or open it.</source>
        <translation>Diese Datei gibt es schon. Wählen Sie einen anderen Namen, oder öffnen Sie sie.</translation>
    </message>
    <message>
        <source>There is no folder {folder}.</source>
        <translation>Es gibt keinen Ordner {folder}.</translation>
    </message>
    <message>
        <source>{folder} cannot be written.</source>
        <translation>In {folder} kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>auslassen</translation>
    </message>
    <message>
        <source>the first frame of each scene</source>
        <translation>das erste Einzelbild jeder Szene</translation>
    </message>
    <message>
        <source>The frames of a video are a group, never split between training and testing.</source>
        <translation>Die Einzelbilder eines Videos sind eine Gruppe, die nie zwischen Training und Test geteilt wird.</translation>
    </message>
</context>
<context>
    <name>NoticeStrip</name>
    <message>
        <source>Close the notice</source>
        <translation>Hinweis schließen</translation>
    </message>
</context>
<context>
    <name>PackageDialog</name>
    <message>
        <source>Hand images out</source>
        <translation>Bilder ausgeben</translation>
    </message>
    <message>
        <source>This creates one file that is itself a project. Somebody else opens it in this program, decides, and sends it back; “Merge a package” takes the answers over.</source>
        <translation>Das erzeugt eine Datei, die selbst ein Projekt ist. Eine andere Person öffnet sie in diesem Programm, entscheidet und schickt sie zurück; „Paket zusammenführen“ übernimmt die Antworten.</translation>
    </message>
    <message>
        <source>Name of the person who will decide</source>
        <translation>Name der Person, die entscheiden soll</translation>
    </message>
    <message>
        <source>All images</source>
        <translation>Alle Bilder</translation>
    </message>
    <message>
        <source>The images that Browse shows</source>
        <translation>Die Bilder, die Durchsehen anzeigt</translation>
    </message>
    <message>
        <source>Images on which people disagree</source>
        <translation>Bilder mit uneinigen Personen</translation>
    </message>
    <message>
        <source>Images of the last audit</source>
        <translation>Bilder der letzten Stichprobe</translation>
    </message>
    <message>
        <source>My own answers, to see whether I say the same again</source>
        <translation>Meine eigenen Antworten, um zu sehen, ob ich wieder dasselbe sage</translation>
    </message>
    <message>
        <source>Answered by {name}</source>
        <translation>Beantwortet von {name}</translation>
    </message>
    <message>
        <source>Not yet answered by {name}</source>
        <translation>Noch nicht beantwortet von {name}</translation>
    </message>
    <message>
        <source>Only some of them, drawn at random:</source>
        <translation>Nur einige davon, zufällig gezogen:</translation>
    </message>
    <message>
        <source>Without labels, folders and file names, so that the answers are independent</source>
        <translation>Ohne Labels, Ordner und Dateinamen, damit die Antworten unabhängig sind</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>In der Datei</translation>
    </message>
    <message>
        <source>In a folder beside it, to be sent along</source>
        <translation>In einem Ordner daneben, der mitgeschickt wird</translation>
    </message>
    <message>
        <source>pixels of the longer side; larger images are made smaller</source>
        <translation>Pixel der längeren Seite; größere Bilder werden verkleinert</translation>
    </message>
    <message>
        <source>New file</source>
        <translation>Neue Datei</translation>
    </message>
    <message>
        <source>{project} package</source>
        <translation>{project} Paket</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>Which images</source>
        <translation>Welche Bilder</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Hand out</source>
        <translation>Ausgeben</translation>
    </message>
    <message>
        <source>Counting the images …</source>
        <translation>Bilder werden gezählt …</translation>
    </message>
    <message>
        <source>There are no such images. Choose others.</source>
        <translation>Solche Bilder gibt es nicht. Wählen Sie andere.</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Home</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Browse</source>
        <translation>Durchsehen</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Zuordnen</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Suspects</source>
        <translation>Zweifelsfälle</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Stichprobe</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>Kommandozeile</translation>
    </message>
</context>
<context>
    <name>PagesStrip</name>
    <message>
        <source>Accepted, open and rejected pages</source>
        <translation>Angenommene, offene und abgelehnte Seiten</translation>
    </message>
    <message>
        <source>{accepted} accepted, {open} open, {rejected} rejected</source>
        <translation>{accepted} angenommen, {open} offen, {rejected} abgelehnt</translation>
    </message>
</context>
<context>
    <name>PairList</name>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>Erwartet</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Most frequent confusions</source>
        <translation>Häufigste Verwechslungen</translation>
    </message>
</context>
<context>
    <name>PeopleActions</name>
    <message>
        <source>Handing images out</source>
        <translation>Bilder werden ausgegeben</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>Im Dateimanager anzeigen</translation>
    </message>
    <message>
        <source>Packages</source>
        <translation>Pakete</translation>
    </message>
    <message>
        <source>Merge a package</source>
        <translation>Paket zusammenführen</translation>
    </message>
    <message>
        <source>Reading a package</source>
        <translation>Paket lesen</translation>
    </message>
    <message>
        <source>Merging a package</source>
        <translation>Paket zusammenführen</translation>
    </message>
    <message>
        <source>Settle what differs…</source>
        <translation>Abweichungen entscheiden…</translation>
    </message>
</context>
<context>
    <name>PeopleChip</name>
    <message>
        <source>People disagree</source>
        <translation>Uneinige Personen</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Answered by {name}</source>
        <translation>Beantwortet von {name}</translation>
    </message>
    <message>
        <source>Not yet by {name}</source>
        <translation>Noch nicht von {name}</translation>
    </message>
</context>
<context>
    <name>PeopleDialog</name>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Every person’s answer is kept. Here you see who has answered, whose answer is the label, and how far people agree.</source>
        <translation>Die Antwort jeder Person bleibt erhalten. Hier sehen Sie, wer geantwortet hat, wessen Antwort als Label gilt und wie weit man sich einig ist.</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Named</source>
        <translation>Benannt</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Unsicher</translation>
    </message>
    <message>
        <source>None of them</source>
        <translation>Keine davon</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>Noch einmal dasselbe</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Settle them…</source>
        <translation>Entscheiden…</translation>
    </message>
    <message>
        <source>Only answers that were given without seeing what the other one had said</source>
        <translation>Nur Antworten, die ohne Sicht auf die des anderen gegeben wurden</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>THE LABEL IS</source>
        <translation>ALS LABEL GILT</translation>
    </message>
    <message>
        <source>AGREEMENT</source>
        <translation>EINIGKEIT</translation>
    </message>
    <message>
        <source>the latest answer</source>
        <translation>die letzte Antwort</translation>
    </message>
    <message>
        <source>the first answer</source>
        <translation>die erste Antwort</translation>
    </message>
    <message>
        <source>the answer of most people, in a tie the first</source>
        <translation>die Antwort der meisten, bei Gleichstand die erste</translation>
    </message>
    <message>
        <source>the first answer, until somebody settles it</source>
        <translation>die erste Antwort, bis jemand entscheidet</translation>
    </message>
    <message>
        <source>Counting the answers …</source>
        <translation>Antworten werden gezählt …</translation>
    </message>
    <message>
        <source>{k} of {n} ({p})</source>
        <translation>{k} von {n} ({p})</translation>
    </message>
    <message>
        <source>People do not disagree on any image.</source>
        <translation>Bei keinem Bild sind sich Personen uneinig.</translation>
    </message>
    <message>
        <source>This project can only be read here. Copy it to a place where you may write.</source>
        <translation>Dieses Projekt lässt sich hier nur lesen. Kopieren Sie es an einen Ort, an dem Sie schreiben dürfen.</translation>
    </message>
    <message>
        <source>Choose a person in the list first.</source>
        <translation>Wählen Sie zuerst eine Person in der Liste.</translation>
    </message>
    <message>
        <source>The last decision is still being written.</source>
        <translation>Die letzte Entscheidung wird noch geschrieben.</translation>
    </message>
    <message>
        <source>Rename a person</source>
        <translation>Person umbenennen</translation>
    </message>
    <message>
        <source>New name of “{name}”. The history keeps the one that it was written with. Undo does not take this back.</source>
        <translation>Neuer Name von „{name}“. Der Verlauf behält den, mit dem er geschrieben wurde. Rückgängig nimmt das nicht zurück.</translation>
    </message>
</context>
<context>
    <name>PinChip</name>
    <message>
        <source>Sorted by similarity to {name}. Click to sort as before.</source>
        <translation>Nach Ähnlichkeit zu {name} geordnet. Ein Klick ordnet wie vorher.</translation>
    </message>
</context>
<context>
    <name>PlanCard</name>
    <message>
        <source>Unit of the budget</source>
        <translation>Einheit des Budgets</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>Minuten</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>can be mirrored (unless left and right matter)</source>
        <translation>dürfen gespiegelt sein (nicht, wenn links und rechts zählen)</translation>
    </message>
    <message>
        <source>any orientation (microscopy, aerial)</source>
        <translation>beliebige Ausrichtung (Mikroskop, Luftbild)</translation>
    </message>
    <message>
        <source>can vary in colour (unless it defines the class)</source>
        <translation>Farbe darf sich ändern (wo sie nicht zählt)</translation>
    </message>
    <message>
        <source>Learn from your images</source>
        <translation>Aus Ihren Bildern lernen</translation>
    </message>
    <message>
        <source>What the project uses</source>
        <translation>Was das Projekt verwendet</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>Ausgangspunkt</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>My images</source>
        <translation>Meine Bilder</translation>
    </message>
    <message>
        <source>Nothing (random weights)</source>
        <translation>Nichts (zufällige Gewichte)</translation>
    </message>
    <message>
        <source>“{name}”, which the project uses now, cannot be trained itself.</source>
        <translation>„{name}“, das das Projekt jetzt verwendet, lässt sich selbst nicht trainieren.</translation>
    </message>
</context>
<context>
    <name>PredictionsDialog</name>
    <message>
        <source>File with the predictions</source>
        <translation>Datei mit den Vorhersagen</translation>
    </message>
    <message>
        <source>Suggestions of another model</source>
        <translation>Vorschläge eines anderen Modells</translation>
    </message>
    <message>
        <source>What a model says about each image, with its probability: a table, an array, or JSON of MegaDetector, SpeciesNet, Label Studio or FiftyOne. They are suggestions to accept or reject; no label changes.</source>
        <translation>Was ein Modell über jedes Bild sagt, mit Wahrscheinlichkeit: eine Tabelle, ein Array oder JSON von MegaDetector, SpeciesNet, Label Studio oder FiftyOne. Es sind Vorschläge, die man annimmt oder ablehnt; kein Label ändert sich.</translation>
    </message>
    <message>
        <source>Name of the model, if the file does not give it</source>
        <translation>Name des Modells, falls die Datei ihn nicht nennt</translation>
    </message>
    <message>
        <source>Add the classes that the project does not have</source>
        <translation>Klassen hinzufügen, die das Projekt nicht hat</translation>
    </message>
    <message>
        <source>Importing suggestions</source>
        <translation>Vorschläge importieren</translation>
    </message>
    <message>
        <source>Classes that the project does not have, left out: {names}</source>
        <translation>Klassen, die das Projekt nicht hat und die ausgelassen werden: {names}</translation>
    </message>
    <message>
        <source>There is no suggestion for an image of this project in the file.</source>
        <translation>In der Datei ist kein Vorschlag für ein Bild dieses Projekts.</translation>
    </message>
    <message>
        <source>Remove {model} ({n})</source>
        <translation>{model} entfernen ({n})</translation>
    </message>
    <message>
        <source>Its suggestions go; labels that were accepted stay.</source>
        <translation>Die Vorschläge verschwinden; angenommene Labels bleiben.</translation>
    </message>
    <message>
        <source>The suggestions of {model} are removed from the project. Labels that were accepted stay. To get the suggestions back, import their file again.</source>
        <translation>Die Vorschläge von {model} werden aus dem Projekt entfernt. Angenommene Labels bleiben. Um die Vorschläge zurückzuholen, importieren Sie die Datei noch einmal.</translation>
    </message>
    <message>
        <source>Remove suggestions</source>
        <translation>Vorschläge entfernen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Removing suggestions</source>
        <translation>Vorschläge entfernen</translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>Cross-validated accuracy</source>
        <translation>Genauigkeit der Kreuzvalidierung</translation>
    </message>
    <message>
        <source>Appears after the first round with several labels of two classes, and grows with every round.</source>
        <translation>Erscheint nach der ersten Runde mit mehreren Labels aus zwei Klassen und wächst mit jeder Runde.</translation>
    </message>
    <message>
        <source>Horizontal axis</source>
        <translation>Waagerechte Achse</translation>
    </message>
    <message>
        <source>By labels</source>
        <translation>Nach Labels</translation>
    </message>
    <message>
        <source>By round</source>
        <translation>Nach Runden</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Predicted correctly</source>
        <translation>Richtig vorhergesagt</translation>
    </message>
    <message>
        <source>Round</source>
        <translation>Runde</translation>
    </message>
    <message>
        <source>Suggestions that were right</source>
        <translation>Richtige Vorschläge</translation>
    </message>
    <message>
        <source>Of each round's suggestions, those that people kept when they later decided the image, with 95 % interval. People chose which images to decide, so this says nothing about the images that are left.</source>
        <translation>Welche Vorschläge jeder Runde beim späteren Entscheiden behalten wurden, mit 95‑%‑Intervall. Welche Bilder entschieden wurden, war nicht zufällig: Über die übrigen sagt das nichts.</translation>
    </message>
    <message>
        <source>Appears once suggestions have been accepted, changed or rejected.</source>
        <translation>Erscheint, sobald Vorschläge angenommen, geändert oder abgelehnt wurden.</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Appears after half a minute of work. Pauses of more than three minutes do not count.</source>
        <translation>Erscheint nach einer halben Minute Arbeit. Pausen von mehr als drei Minuten zählen nicht.</translation>
    </message>
    <message>
        <source>What is counted</source>
        <translation>Was gezählt wird</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>Entscheidungen</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Since when</source>
        <translation>Seit wann</translation>
    </message>
    <message>
        <source>This session</source>
        <translation>Diese Sitzung</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Minutes of work</source>
        <translation>Minuten Arbeit</translation>
    </message>
    <message>
        <source>Decisions per minute</source>
        <translation>Entscheidungen je Minute</translation>
    </message>
    <message>
        <source>Images per minute</source>
        <translation>Bilder je Minute</translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation>Verwechslungen</translation>
    </message>
    <message>
        <source>Appears after the first round with several labels of two classes.</source>
        <translation>Erscheint nach der ersten Runde mit mehreren Labels aus zwei Klassen.</translation>
    </message>
    <message>
        <source>Click a cell to open its images; Ctrl+wheel zooms.</source>
        <translation>Ein Klick auf ein Feld öffnet seine Bilder; Strg und Mausrad vergrößern.</translation>
    </message>
    <message>
        <source>{given}
expected {expected}
{count}, {share} of the class</source>
        <translation>{given}
erwartet {expected}
{count}, {share} der Klasse</translation>
    </message>
    <message>
        <source>Expected class</source>
        <translation>Erwartete Klasse</translation>
    </message>
    <message>
        <source>Given class</source>
        <translation>Vorhandene Klasse</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>weniger als eine Minute</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>{h} h {m} min</source>
        <translation>{h} h {m} min</translation>
    </message>
    <message>
        <source>Still undecided</source>
        <translation>Noch offen</translation>
    </message>
    <message>
        <source>Every image is decided.</source>
        <translation>Jedes Bild ist entschieden.</translation>
    </message>
    <message>
        <source>About {time} at the speed of all sessions.</source>
        <translation>Etwa {time} im Tempo aller Sitzungen.</translation>
    </message>
    <message>
        <source>About {time} at the speed of this session.</source>
        <translation>Etwa {time} im Tempo dieser Sitzung.</translation>
    </message>
    <message>
        <source>Decisions per minute, this session</source>
        <translation>Entscheidungen je Minute, diese Sitzung</translation>
    </message>
    <message>
        <source>Appears after half a minute of work.</source>
        <translation>Erscheint nach einer halben Minute Arbeit.</translation>
    </message>
    <message>
        <source>Images per minute: {images}. Decisions overall: {all}. Pauses of more than {n} minutes are left out.</source>
        <translation>Bilder je Minute: {images}. Entscheidungen insgesamt: {all}. Pausen von mehr als {n} Minuten zählen nicht.</translation>
    </message>
    <message>
        <source>Appears when suggestions have been decided.</source>
        <translation>Erscheint, wenn über Vorschläge entschieden wurde.</translation>
    </message>
    <message>
        <source>{n} of {count} decided after round {round}; 95 % interval {interval}.</source>
        <translation>{n} von {count}, nach Runde {round} entschieden; 95‑%‑Intervall {interval}.</translation>
    </message>
    <message>
        <source>Appears after a round with several labels of two classes.</source>
        <translation>Erscheint nach einer Runde mit mehreren Labels aus zwei Klassen.</translation>
    </message>
    <message>
        <source>Proportion of labels that each round predicts correctly without having seen them, with 95 % interval.</source>
        <translation>Anteil der Labels, die jede Runde richtig vorhersagt, ohne sie gesehen zu haben, mit 95‑%‑Intervall.</translation>
    </message>
    <message>
        <source>These labels were not drawn at random, so this is not the accuracy of the project.</source>
        <translation>Diese Labels wurden nicht zufällig gezogen: Das ist nicht die Genauigkeit des Projekts.</translation>
    </message>
    <message>
        <source>Round {round}: {share} right
95 % interval {interval}
{kept} kept, {changed} changed</source>
        <translation>Runde {round}: {share} richtig
95‑%‑Intervall {interval}
{kept} behalten, {changed} geändert</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Cross-validated</source>
        <translation>Kreuzvalidiert</translation>
    </message>
    <message>
        <source>Suggestions kept</source>
        <translation>Vorschläge behalten</translation>
    </message>
    <message>
        <source>In doubt</source>
        <translation>Zweifelhaft</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>average of {n} classifiers</source>
        <translation>Mittel aus {n} Klassifikatoren</translation>
    </message>
    <message>
        <source>classifier</source>
        <translation>Klassifikator</translation>
    </message>
    <message>
        <source>label propagation</source>
        <translation>Label-Ausbreitung</translation>
    </message>
    <message>
        <source>nearest-neighbour vote</source>
        <translation>Abstimmung der nächsten Nachbarn</translation>
    </message>
    <message>
        <source>nearest class mean</source>
        <translation>nächster Klassenmittelwert</translation>
    </message>
    <message>
        <source>classifier and label propagation</source>
        <translation>Klassifikator und Label-Ausbreitung</translation>
    </message>
    <message>
        <source>two classifiers</source>
        <translation>zwei Klassifikatoren</translation>
    </message>
    <message>
        <source>Images per minute: {n}</source>
        <translation>Bilder je Minute: {n}</translation>
    </message>
    <message>
        <source>Decisions per minute: {n}</source>
        <translation>Entscheidungen je Minute: {n}</translation>
    </message>
    <message>
        <source>{start}–{end} min of work</source>
        <translation>{start}–{end} min Arbeit</translation>
    </message>
</context>
<context>
    <name>ProgressPage</name>
    <message>
        <source>Images by state</source>
        <translation>Bilder nach Zustand</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Confirmed and labelled images; a click opens them.</source>
        <translation>Bestätigte Bilder und Bilder mit Label; ein Klick öffnet sie.</translation>
    </message>
    <message>
        <source>Rounds</source>
        <translation>Runden</translation>
    </message>
    <message>
        <source>In brackets: 95 % interval and number of images.</source>
        <translation>In Klammern: 95‑%‑Intervall und Zahl der Bilder.</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Continue with suggestions</source>
        <translation>Weiter mit Vorschlägen</translation>
    </message>
    <message>
        <source>Continue labelling</source>
        <translation>Weiter zuordnen</translation>
    </message>
    <message>
        <source>Check the suspects</source>
        <translation>Zweifelsfälle prüfen</translation>
    </message>
    <message>
        <source>Nothing decided yet</source>
        <translation>Noch nichts entschieden</translation>
    </message>
    <message>
        <source>Here you will see how many images are decided, how fast you are, how well the program learns from your decisions, and which classes it confuses.</source>
        <translation>Hier sehen Sie, wie viele Bilder entschieden sind, wie schnell es geht, wie gut das Programm aus Ihren Entscheidungen lernt und welche Klassen es verwechselt.</translation>
    </message>
    <message>
        <source>Label the first images</source>
        <translation>Die ersten Bilder zuordnen</translation>
    </message>
    <message>
        <source>No images yet</source>
        <translation>Noch keine Bilder</translation>
    </message>
    <message>
        <source>The images of the project's folders are counted here as soon as they are found.</source>
        <translation>Die Bilder aus den Ordnern des Projekts werden hier gezählt, sobald sie gefunden sind.</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>{given}, expected {expected}</source>
        <translation>{given}, erwartet {expected}</translation>
    </message>
</context>
<context>
    <name>ProjectSize</name>
    <message>
        <source>No project open</source>
        <translation>Kein Projekt offen</translation>
    </message>
</context>
<context>
    <name>PromiseCard</name>
    <message>
        <source>Accept suggestions under a promise</source>
        <translation>Vorschläge unter einer Zusage annehmen</translation>
    </message>
    <message>
        <source>at least {share}</source>
        <translation>mindestens {share}</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Richtig</translation>
    </message>
    <message>
        <source>Accept them</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Accept none</source>
        <translation>Keine annehmen</translation>
    </message>
    <message>
        <source>Say how many of the accepted ones have to be right. You then check a random sample, without seeing suggestions; an unsure answer counts as wrong.</source>
        <translation>Legen Sie fest, wie viele der angenommenen richtig sein müssen. Dann prüfen Sie eine Stichprobe, ohne Vorschläge zu sehen; eine unsichere Antwort zählt als falsch.</translation>
    </message>
    <message>
        <source>Draw the sample</source>
        <translation>Stichprobe ziehen</translation>
    </message>
    <message>
        <source>These are too few: the sample would leave none to accept. Ask for less, or label them all.</source>
        <translation>Das sind zu wenige: Die Stichprobe ließe keine übrig, die man annehmen könnte. Verlangen Sie weniger, oder ordnen Sie alle selbst zu.</translation>
    </message>
    <message>
        <source>They are being accepted …</source>
        <translation>Sie werden angenommen …</translation>
    </message>
</context>
<context>
    <name>QShortcut</name>
    <message>
        <source>Return</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>PgUp</source>
        <translation>Bild auf</translation>
    </message>
    <message>
        <source>PgDown</source>
        <translation>Bild ab</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Project menu</source>
        <translation>Projektmenü</translation>
    </message>
</context>
<context>
    <name>RangeActions</name>
    <message>
        <source>Choosing the range</source>
        <translation>Bereich wählen</translation>
    </message>
    <message>
        <source>Undo does not take this back.</source>
        <translation>Rückgängig nimmt das nicht zurück.</translation>
    </message>
    <message>
        <source>As before</source>
        <translation>Wie vorher</translation>
    </message>
</context>
<context>
    <name>RangeCard</name>
    <message>
        <source>Automatically</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Each image with its own range</source>
        <translation>Jedes Bild mit eigenem Bereich</translation>
    </message>
    <message>
        <source>The full range of their numbers</source>
        <translation>Der volle Bereich ihrer Zahlen</translation>
    </message>
    <message>
        <source>One range for all images</source>
        <translation>Ein Bereich für alle Bilder</translation>
    </message>
    <message>
        <source>Show the images like this</source>
        <translation>Bilder so anzeigen</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>Schwarz</translation>
    </message>
    <message>
        <source>White</source>
        <translation>Weiß</translation>
    </message>
    <message>
        <source>This project</source>
        <translation>Dieses Projekt</translation>
    </message>
    <message>
        <source>Images with more than 8 bits</source>
        <translation>Bilder mit mehr als 8 Bit</translation>
    </message>
    <message>
        <source>Choose their colours…</source>
        <translation>Farben wählen…</translation>
    </message>
    <message>
        <source>Images with several channels</source>
        <translation>Bilder mit mehreren Kanälen</translation>
    </message>
    <message>
        <source>Photographs in colour have the full range of their numbers, so that they look the same in 8 and in 16 bits. Other images have their own range each.</source>
        <translation>Farbfotos haben den vollen Bereich ihrer Zahlen, damit sie mit 8 und mit 16 Bit gleich aussehen. Andere Bilder haben jeweils einen eigenen Bereich.</translation>
    </message>
    <message>
        <source>Dark images look as bright as bright ones. Best where only shapes matter.</source>
        <translation>Dunkle Bilder sehen so hell aus wie helle. Gut, wenn nur Formen zählen.</translation>
    </message>
    <message>
        <source>An image looks the same in 8 and in 16 bits. Images of a camera with 12 bits look dark.</source>
        <translation>Ein Bild sieht mit 8 und mit 16 Bit gleich aus. Bilder einer Kamera mit 12 Bit sehen dunkel aus.</translation>
    </message>
    <message>
        <source>Images can be compared by how bright they are.</source>
        <translation>Bilder lassen sich nach ihrer Helligkeit vergleichen.</translation>
    </message>
    <message>
        <source>After a change, thumbnails are made again and images are analysed again. Labels stay.</source>
        <translation>Nach einer Änderung werden Vorschaubilder neu erzeugt und Bilder neu analysiert. Die Labels bleiben.</translation>
    </message>
</context>
<context>
    <name>RangeFields</name>
    <message>
        <source>contains</source>
        <translation>enthält</translation>
    </message>
    <message>
        <source>from</source>
        <translation>von</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>only images without a value</source>
        <translation>nur Bilder ohne Wert</translation>
    </message>
</context>
<context>
    <name>Recent</name>
    <message>
        <source>The project file is not there any more.</source>
        <translation>Die Projektdatei ist nicht mehr da.</translation>
    </message>
    <message>
        <source>{images} · folder not found</source>
        <translation>{images} · Ordner nicht gefunden</translation>
    </message>
</context>
<context>
    <name>RecentCard</name>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove from this list; the project file stays.</source>
        <translation>Aus dieser Liste nehmen; die Projektdatei bleibt.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>Verwerfen…</translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation>Analysieren</translation>
    </message>
    <message>
        <source>Open the project and analyse them: until then nothing is suggested there.</source>
        <translation>Das Projekt öffnen und sie analysieren: Bis dahin wird dort nichts vorgeschlagen.</translation>
    </message>
    <message>
        <source>A better embedding is in the box than the one that this project uses: see the page Train.</source>
        <translation>Das Programm bringt eine bessere Einbettung mit als die, die dieses Projekt verwendet: siehe die Seite Training.</translation>
    </message>
    <message>
        <source>Classifying {folder} was interrupted</source>
        <translation>Das Klassifizieren von {folder} wurde unterbrochen</translation>
    </message>
    <message>
        <source>Go on with the folder, in the table {table}.</source>
        <translation>Mit dem Ordner weitermachen, in der Tabelle {table}.</translation>
    </message>
    <message>
        <source>Not finished: {images} found so far</source>
        <translation>Nicht fertig: bisher {images} gefunden</translation>
    </message>
    <message>
        <source>{n} decided</source>
        <translation>{n} entschieden</translation>
    </message>
    <message>
        <source>{n} % decided</source>
        <translation>{n} % entschieden</translation>
    </message>
    <message>
        <source>better embedding in the box</source>
        <translation>bessere Einbettung vorhanden</translation>
    </message>
    <message>
        <source>{n} min ago</source>
        <translation>vor {n} min</translation>
    </message>
    <message>
        <source>{n} h ago</source>
        <translation>vor {n} h</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message>
        <source>{n} days ago</source>
        <translation>vor {n} Tagen</translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message>
        <source>An unexpected error occurred ({kind}). All your decisions are safe. The details are in the log file in {folder}; please send it to whoever maintains this program.</source>
        <translation>Ein unerwarteter Fehler ist aufgetreten ({kind}). Alle Ihre Entscheidungen sind sicher. Die Einzelheiten stehen im Protokoll in {folder}; bitte senden Sie es an die Person, die dieses Programm betreut.</translation>
    </message>
</context>
<context>
    <name>ReportActions</name>
    <message>
        <source>methods</source>
        <translation>Methoden</translation>
    </message>
    <message>
        <source>PDF, to print</source>
        <translation>PDF, zum Drucken</translation>
    </message>
    <message>
        <source>Methods report</source>
        <translation>Methodenbericht</translation>
    </message>
    <message>
        <source>The methods report is in {file}. It names no person and no image.</source>
        <translation>Der Methodenbericht ist in {file}. Er nennt keine Person und kein Bild.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>ResumeOffer</name>
    <message>
        <source>It can be resumed from there when the project is opened again.</source>
        <translation>Es kann von dort fortgesetzt werden, wenn das Projekt wieder geöffnet wird.</translation>
    </message>
    <message>
        <source>Creating the project was not finished: {images} found so far.</source>
        <translation>Das Projekt wurde nicht fertig angelegt: bisher {images} gefunden.</translation>
    </message>
    <message>
        <source>Analysing images</source>
        <translation>Bilder analysieren</translation>
    </message>
    <message>
        <source>The last round</source>
        <translation>Letzte Runde</translation>
    </message>
    <message>
        <source>Checking the files</source>
        <translation>Dateien prüfen</translation>
    </message>
    <message>
        <source>Scanning for files</source>
        <translation>Nach Dateien suchen</translation>
    </message>
    <message>
        <source>The training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>The training of a classifier</source>
        <translation>Das Training eines Klassifikators</translation>
    </message>
    <message>
        <source>Arranging the map</source>
        <translation>Karte anordnen</translation>
    </message>
    <message>
        <source>{job} stopped at {done} of {total}.</source>
        <translation>{job}: angehalten bei {done} von {total}.</translation>
    </message>
    <message>
        <source>{job} was not finished.</source>
        <translation>{job}: nicht beendet.</translation>
    </message>
</context>
<context>
    <name>RoundHints</name>
    <message>
        <source>Confidence {rank}: the higher, the surer. It ranks the suggestions; it is not a probability.</source>
        <translation>Sicherheit {rank}: je höher, desto sicherer. Sie ordnet die Vorschläge und ist keine Wahrscheinlichkeit.</translation>
    </message>
    <message>
        <source>With so few labels the confidence is only rough, and often too low.</source>
        <translation>Bei so wenigen Labels ist die Sicherheit nur grob geschätzt und oft zu niedrig.</translation>
    </message>
    <message>
        <source>Doubt {rank}: the higher, the more likely the label is wrong. It ranks the labels; it is not a probability.</source>
        <translation>Zweifel {rank}: je höher, desto eher ist das Label falsch. Er ordnet die Labels und ist keine Wahrscheinlichkeit.</translation>
    </message>
</context>
<context>
    <name>RoundPage</name>
    <message>
        <source>There is no other page: these images are all that is left.</source>
        <translation>Es gibt keine andere Seite: Diese Bilder sind alle, die noch übrig sind.</translation>
    </message>
    <message>
        <source>{job} …</source>
        <translation>{job} …</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Wird gestartet</translation>
    </message>
    <message>
        <source>Progress is shown in the bar below.</source>
        <translation>Den Fortschritt zeigt die Leiste unten.</translation>
    </message>
    <message>
        <source>New results are ready</source>
        <translation>Neue Ergebnisse sind da</translation>
    </message>
    <message>
        <source>A newer round has finished. Its results are shown as soon as you ask for them.</source>
        <translation>Eine neuere Runde ist fertig. Ihre Ergebnisse erscheinen, sobald Sie es wünschen.</translation>
    </message>
    <message>
        <source>Show new results</source>
        <translation>Neue Ergebnisse anzeigen</translation>
    </message>
    <message>
        <source>Nothing is suggested here</source>
        <translation>Hier wird nichts vorgeschlagen</translation>
    </message>
    <message>
        <source>Go to Browse</source>
        <translation>Zu „Durchsehen“</translation>
    </message>
    <message>
        <source>The program analyses the images once, on this computer. It then suggests a class for each and shows the labels it doubts.</source>
        <translation>Das Programm analysiert die Bilder einmal, auf diesem Computer. Dann schlägt es für jedes eine Klasse vor und zeigt die Labels, an denen es zweifelt.</translation>
    </message>
    <message>
        <source>The images are analysed. A round then suggests a class for each and shows the labels that the program doubts.</source>
        <translation>Die Bilder sind analysiert. Eine Runde schlägt dann für jedes eine Klasse vor und zeigt die Labels, die das Programm bezweifelt.</translation>
    </message>
    <message>
        <source>The suggestions that were imported are shown then, too.</source>
        <translation>Dann werden auch die importierten Vorschläge gezeigt.</translation>
    </message>
    <message>
        <source>Run a round now</source>
        <translation>Jetzt eine Runde starten</translation>
    </message>
    <message>
        <source>Analyse images and suggest</source>
        <translation>Bilder analysieren und vorschlagen</translation>
    </message>
</context>
<context>
    <name>Rounds</name>
    <message>
        <source>Round {n} in use</source>
        <translation>Runde {n}</translation>
    </message>
    <message>
        <source>This is running already: {job}</source>
        <translation>Läuft schon: {job}</translation>
    </message>
    <message>
        <source>Round</source>
        <translation>Runde</translation>
    </message>
    <message>
        <source>The round begins when this is finished: {job}</source>
        <translation>Die Runde beginnt, sobald dies fertig ist: {job}</translation>
    </message>
    <message>
        <source>In this package nothing is suggested, so that the answers are independent of the program.</source>
        <translation>In diesem Paket wird nichts vorgeschlagen, damit die Antworten unabhängig vom Programm sind.</translation>
    </message>
    <message>
        <source>Analysing images</source>
        <translation>Bilder analysieren</translation>
    </message>
    <message>
        <source>Classifying new images</source>
        <translation>Neue Bilder werden klassifiziert</translation>
    </message>
    <message>
        <source>Round {n}</source>
        <translation>Runde {n}</translation>
    </message>
    <message>
        <source>Analysing {images}</source>
        <translation>{images} analysieren</translation>
    </message>
    <message>
        <source>No round yet</source>
        <translation>Noch keine Runde</translation>
    </message>
    <message>
        <source>Not analysed yet</source>
        <translation>Noch nicht analysiert</translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation>Analysieren</translation>
    </message>
</context>
<context>
    <name>SavedFiltersChip</name>
    <message>
        <source>Saved filters</source>
        <translation>Gespeicherte Filter</translation>
    </message>
</context>
<context>
    <name>SavedFiltersPopup</name>
    <message>
        <source>Name of the filter</source>
        <translation>Name des Filters</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>SelectableText</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>SelfTestDialog</name>
    <message>
        <source>Everything works</source>
        <translation>Alles funktioniert</translation>
    </message>
    <message>
        <source>Something does not work</source>
        <translation>Etwas funktioniert nicht</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>in Ordnung</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>check</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>found</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Changes apply immediately; only another language needs the window to open again.</source>
        <translation>Änderungen gelten sofort; nur für eine andere Sprache öffnet sich das Fenster neu.</translation>
    </message>
    <message>
        <source>Same as system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Show and change the keys…</source>
        <translation>Tasten anzeigen und ändern…</translation>
    </message>
    <message>
        <source>Shift+letter finds a class by its first letter</source>
        <translation>Umschalt+Buchstabe sucht eine Klasse nach ihrem Anfang</translation>
    </message>
    <message>
        <source>Appearance and keys</source>
        <translation>Aussehen und Tasten</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Type-ahead</source>
        <translation>Tippen und suchen</translation>
    </message>
    <message>
        <source>Choose automatically</source>
        <translation>Automatisch wählen</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>Prozessor (CPU)</translation>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation>Grafikkarte (CUDA)</translation>
    </message>
    <message>
        <source>Apple graphics (MPS)</source>
        <translation>Apple-Grafik (MPS)</translation>
    </message>
    <message>
        <source>Start automatically after decisions</source>
        <translation>Nach Entscheidungen automatisch starten</translation>
    </message>
    <message>
        <source>Train automatically when many labels are new</source>
        <translation>Automatisch trainieren, wenn viele Labels neu sind</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>Arbeit</translation>
    </message>
    <message>
        <source>Your name in the history</source>
        <translation>Ihr Name im Verlauf</translation>
    </message>
    <message>
        <source>Computing</source>
        <translation>Berechnung</translation>
    </message>
    <message>
        <source>Rounds</source>
        <translation>Runden</translation>
    </message>
    <message>
        <source>Classifier</source>
        <translation>Klassifikator</translation>
    </message>
    <message>
        <source>Disk space for thumbnails</source>
        <translation>Speicherplatz für Vorschaubilder</translation>
    </message>
    <message>
        <source>Self-test and diagnostic report…</source>
        <translation>Selbsttest und Diagnosebericht…</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über das Programm</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Log files</source>
        <translation>Protokolle</translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation>Vorschaubilder</translation>
    </message>
    <message>
        <source>Nothing leaves this computer, and nothing is downloaded unless you ask for it by name.</source>
        <translation>Nichts verlässt diesen Computer, und nichts wird heruntergeladen, was Sie nicht ausdrücklich verlangen.</translation>
    </message>
    <message>
        <source>Reopen the window in this language</source>
        <translation>Fenster in dieser Sprache neu öffnen</translation>
    </message>
</context>
<context>
    <name>SettleDialog</name>
    <message>
        <source>Settle what people disagree on</source>
        <translation>Strittige Bilder entscheiden</translation>
    </message>
    <message>
        <source>A key takes one of the answers as the label. What everybody said stays, and undo takes it back.</source>
        <translation>Eine Taste übernimmt eine der Antworten als Label. Was alle gesagt haben, bleibt, und es lässt sich rückgängig machen.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Another class…</source>
        <translation>Andere Klasse…</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Unsicher</translation>
    </message>
    <message>
        <source>None of the classes</source>
        <translation>Keine davon</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>People do not disagree on any image.</source>
        <translation>Bei keinem Bild sind sich Personen uneinig.</translation>
    </message>
    <message>
        <source>Image {n} of {total}</source>
        <translation>Bild {n} von {total}</translation>
    </message>
    <message>
        <source>all are settled</source>
        <translation>alle sind entschieden</translation>
    </message>
    <message>
        <source>There is no image to settle.</source>
        <translation>Es gibt kein strittiges Bild.</translation>
    </message>
    <message>
        <source>Nothing was settled here yet.</source>
        <translation>Hier wurde noch nichts entschieden.</translation>
    </message>
    <message>
        <source>Settled: {name}</source>
        <translation>Entschieden: {name}</translation>
    </message>
    <message>
        <source>Settled: none of the classes</source>
        <translation>Entschieden: keine der Klassen</translation>
    </message>
    <message>
        <source>Settled: unsure</source>
        <translation>Entschieden: unsicher</translation>
    </message>
    <message>
        <source>This project can only be read here. Copy it to a place where you may write.</source>
        <translation>Dieses Projekt lässt sich hier nur lesen. Kopieren Sie es an einen Ort, an dem Sie schreiben dürfen.</translation>
    </message>
    <message>
        <source>The last decision is still being written.</source>
        <translation>Die letzte Entscheidung wird noch geschrieben.</translation>
    </message>
    <message>
        <source>The image cannot be read, so nothing was decided; the answers are safe.</source>
        <translation>Das Bild ist nicht lesbar, deshalb wurde nichts entschieden; die Antworten sind sicher.</translation>
    </message>
    <message>
        <source>The image was not there yet; press the key again.</source>
        <translation>Das Bild war noch nicht da; drücken Sie die Taste noch einmal.</translation>
    </message>
    <message>
        <source>Nothing was undone here that could be redone.</source>
        <translation>Hier wurde nichts rückgängig gemacht, was sich wiederholen ließe.</translation>
    </message>
    <message>
        <source>Undone: {what}</source>
        <translation>Rückgängig gemacht: {what}</translation>
    </message>
    <message>
        <source>Redone: {what}</source>
        <translation>Wiederholt: {what}</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <source>accepted suggestion</source>
        <translation>angenommener Vorschlag</translation>
    </message>
    <message>
        <source>settled by {name}</source>
        <translation>entschieden von {name}</translation>
    </message>
    <message>
        <source>people disagree</source>
        <translation>Personen sind sich uneinig</translation>
    </message>
    <message>
        <source>Group and note…</source>
        <translation>Gruppe und Notiz…</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Show the panel</source>
        <translation>Seitenleiste ausklappen</translation>
    </message>
    <message>
        <source>Fold the panel</source>
        <translation>Seitenleiste einklappen</translation>
    </message>
    <message>
        <source>unlabelled</source>
        <translation>ohne Label</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>importiert</translation>
    </message>
    <message>
        <source>confirmed by a person</source>
        <translation>von einer Person bestätigt</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>unsicher</translation>
    </message>
    <message>
        <source>excluded: none of the classes</source>
        <translation>ausgeschlossen: keine der Klassen</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Second opinion</source>
        <translation>Zweite Meinung</translation>
    </message>
    <message>
        <source>wanted</source>
        <translation>gewünscht</translation>
    </message>
    <message>
        <source>ANSWERS</source>
        <translation>ANTWORTEN</translation>
    </message>
    <message>
        <source>HISTORY</source>
        <translation>VERLAUF</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>rückgängig gemacht</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Nothing decided yet.</source>
        <translation>Noch nichts entschieden.</translation>
    </message>
</context>
<context>
    <name>Sight</name>
    <message>
        <source>The images were not there yet; press the key again.</source>
        <translation>Die Bilder waren noch nicht zu sehen; drücken Sie die Taste noch einmal.</translation>
    </message>
    <message>
        <source>Another page came before the answer, so nothing was decided.</source>
        <translation>Vor der Antwort kam eine andere Seite, deshalb wurde nichts entschieden.</translation>
    </message>
    <message>
        <source>{images} were out of view; here they are. Press the key again.</source>
        <translation>{images} waren nicht zu sehen; hier sind sie. Drücken Sie die Taste noch einmal.</translation>
    </message>
    <message>
        <source>The image was out of view; here it is. Press the key again.</source>
        <translation>Das Bild war nicht zu sehen; hier ist es. Drücken Sie die Taste noch einmal.</translation>
    </message>
</context>
<context>
    <name>SkippedDialog</name>
    <message>
        <source>After the scan</source>
        <translation>Nach dem Einlesen</translation>
    </message>
    <message>
        <source>These files are left out. Nothing in the folder was changed; repair a file and rescan, and it will be added.</source>
        <translation>Diese Dateien sind ausgelassen. Im Ordner wurde nichts verändert; reparieren Sie eine Datei und lesen Sie die Ordner neu ein, dann wird sie aufgenommen.</translation>
    </message>
    <message>
        <source>Nothing in the folder was changed.</source>
        <translation>Nichts im Ordner wurde geändert.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>and {n} more; Copy takes all of them</source>
        <translation>und {n} weitere; „Liste kopieren“ kopiert alle</translation>
    </message>
    <message>
        <source>Copy the list</source>
        <translation>Liste kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>StackTiles</name>
    <message>
        <source>group {name}</source>
        <translation>Gruppe {name}</translation>
    </message>
    <message>
        <source>suggested {name}</source>
        <translation>Vorschlag {name}</translation>
    </message>
    <message>
        <source>{k} of {n}</source>
        <translation>{k} von {n}</translation>
    </message>
    <message>
        <source>{k} of {n} labelled</source>
        <translation>{k} von {n} mit Klasse</translation>
    </message>
    <message>
        <source>different answers</source>
        <translation>verschiedene Antworten</translation>
    </message>
</context>
<context>
    <name>Stacking</name>
    <message>
        <source>Stack groups: one tile for the images of each</source>
        <translation>Gruppen stapeln: eine Kachel für die Bilder jeder Gruppe</translation>
    </message>
    <message>
        <source>Back to the stacks</source>
        <translation>Zurück zu den Stapeln</translation>
    </message>
    <message>
        <source>Show the stacks again ({key})</source>
        <translation>Die Stapel wieder zeigen ({key})</translation>
    </message>
    <message>
        <source>Group {name}</source>
        <translation>Gruppe {name}</translation>
    </message>
    <message>
        <source>{n} selected</source>
        <translation>{n} ausgewählt</translation>
    </message>
    <message>
        <source>A class key labels all images of a stack, as many as its number says. {key} opens a stack, and accepts the suggestion of a single image.</source>
        <translation>Eine Klassentaste gibt allen Bildern eines Stapels die Klasse, so vielen, wie seine Zahl sagt. {key} öffnet einen Stapel und nimmt bei einem einzelnen Bild den Vorschlag an.</translation>
    </message>
    <message>
        <source>No two of these images are of one group. “Metadata and groups…” under “Images” in the menu makes groups.</source>
        <translation>Keine zwei dieser Bilder gehören zu einer Gruppe. „Metadaten und Gruppen …“ im Menü unter „Bilder“ bildet Gruppen.</translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>Unlabelled</source>
        <translation>Ohne Label</translation>
    </message>
    <message>
        <source>Labelled</source>
        <translation>Mit Label</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Bestätigt</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Unsicher</translation>
    </message>
    <message>
        <source>Excluded</source>
        <translation>Ausgeschlossen</translation>
    </message>
</context>
<context>
    <name>StateLegend</name>
    <message>
        <source>No image is in this state.</source>
        <translation>Kein Bild ist in diesem Zustand.</translation>
    </message>
</context>
<context>
    <name>SuggestionsPage</name>
    <message>
        <source>Next page</source>
        <translation>Nächste Seite</translation>
    </message>
    <message>
        <source>Accept {n}</source>
        <translation>{n} annehmen</translation>
    </message>
    <message>
        <source>Reject {k}</source>
        <translation>{k} ablehnen</translation>
    </message>
    <message>
        <source>Accept {n} · reject {k}</source>
        <translation>{n} annehmen · {k} ablehnen</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Accept down to here</source>
        <translation>Bis hierher annehmen</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Odd ones first</source>
        <translation>Auffällige zuerst</translation>
    </message>
    <message>
        <source>What fits no class comes first: something new, or something that does not belong here</source>
        <translation>Was zu keiner Klasse passt, kommt zuerst: etwas Neues oder etwas, das nicht hierher gehört</translation>
    </message>
    <message>
        <source>End “accept down to here” first.</source>
        <translation>Beenden Sie zuerst „Bis hierher annehmen“.</translation>
    </message>
    <message>
        <source>The last decision is still being written.</source>
        <translation>Die letzte Entscheidung wird noch geschrieben.</translation>
    </message>
    <message>
        <source>Nothing to suggest yet</source>
        <translation>Noch nichts vorzuschlagen</translation>
    </message>
    <message>
        <source>Label a few images of every class first; then the program can suggest the others.</source>
        <translation>Ordnen Sie zuerst einige Bilder jeder Klasse zu; dann kann das Programm die anderen vorschlagen.</translation>
    </message>
    <message>
        <source>Go to Label</source>
        <translation>Zum Zuordnen</translation>
    </message>
    <message>
        <source>Rescan the folders</source>
        <translation>Ordner neu einlesen</translation>
    </message>
    <message>
        <source>All suggestions are decided</source>
        <translation>Alle Vorschläge sind entschieden</translation>
    </message>
    <message>
        <source>No undecided images are left. Check the suspects next.</source>
        <translation>Kein Bild ist mehr offen. Prüfen Sie als Nächstes die Zweifelsfälle.</translation>
    </message>
    <message>
        <source>Go to Suspects</source>
        <translation>Zu den Zweifelsfällen</translation>
    </message>
    <message>
        <source>{right}: the page is right. {wrong}: it is not. {mark} marks one image.</source>
        <translation>{right}: Die Seite stimmt. {wrong}: Sie stimmt nicht. {mark} markiert ein Bild.</translation>
    </message>
    <message>
        <source>Here everything counts as right that is not marked as wrong. {mark} marks an image.</source>
        <translation>Hier gilt alles als richtig, was nicht als falsch markiert ist. {mark} markiert ein Bild.</translation>
    </message>
    <message>
        <source>Start “Accept down to here” first: {key}</source>
        <translation>Beginnen Sie zuerst „Bis hierher annehmen“: {key}</translation>
    </message>
    <message>
        <source>{name} · {n} undecided · unlike every class first</source>
        <translation>{name} · {n} offen · keiner Klasse ähnliche zuerst</translation>
    </message>
    <message>
        <source>{name} · {n} undecided · surest first</source>
        <translation>{name} · {n} offen · sicherste zuerst</translation>
    </message>
    <message>
        <source>{n} undecided</source>
        <translation>{n} offen</translation>
    </message>
    <message>
        <source>Is every image right? {right}: yes. {wrong}: no. {mark} marks a wrong one; then it goes page by page.</source>
        <translation>Stimmt jedes Bild? {right}: ja. {wrong}: nein. {mark} markiert ein falsches; dann geht es Seite für Seite weiter.</translation>
    </message>
    <message>
        <source>Press its class, or {mark}, on a wrong stack; {open} opens it. Then accept the others, as many as their numbers say.</source>
        <translation>Auf einem falschen Stapel: seine Klasse oder {mark}; {open} öffnet ihn. Dann die anderen annehmen, so viele, wie ihre Zahl sagt.</translation>
    </message>
    <message>
        <source>Point at a wrong one and press its class, or {mark} where you do not know it. Then accept the others.</source>
        <translation>Zeigen Sie auf ein falsches und drücken Sie seine Klasse, sonst {mark}. Nehmen Sie dann die übrigen an.</translation>
    </message>
</context>
<context>
    <name>SuspectsPage</name>
    <message>
        <source>{k} of {n}</source>
        <translation>{k} von {n}</translation>
    </message>
    <message>
        <source>Keep all</source>
        <translation>Alle behalten</translation>
    </message>
    <message>
        <source>Near-duplicates</source>
        <translation>Fast-Dubletten</translation>
    </message>
    <message>
        <source>To make sure: probably right</source>
        <translation>Zur Sicherheit: wahrscheinlich richtig</translation>
    </message>
    <message>
        <source>Images that stand out: labels not in doubt</source>
        <translation>Auffällige Bilder: Labels nicht zweifelhaft</translation>
    </message>
    <message>
        <source>Take all</source>
        <translation>Alle übernehmen</translation>
    </message>
    <message>
        <source>Other pairs</source>
        <translation>Andere Paare</translation>
    </message>
    <message>
        <source>→ expected</source>
        <translation>→ erwartet</translation>
    </message>
    <message>
        <source>All {name}</source>
        <translation>Alle {name}</translation>
    </message>
    <message>
        <source>Suspects</source>
        <translation>Zweifelsfälle</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Nächste Seite</translation>
    </message>
    <message>
        <source>Kinds of doubt</source>
        <translation>Arten des Zweifels</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>All groups</source>
        <translation>Alle Gruppen</translation>
    </message>
    <message>
        <source>This image belongs to no group.</source>
        <translation>Dieses Bild gehört zu keiner Gruppe.</translation>
    </message>
    <message>
        <source>The last decision is still being written.</source>
        <translation>Die letzte Entscheidung wird noch geschrieben.</translation>
    </message>
    <message>
        <source>These labels are not in doubt. {take} takes the class that is expected of a single one.</source>
        <translation>Diese Labels sind nicht zweifelhaft. {take} übernimmt die erwartete Klasse eines einzelnen.</translation>
    </message>
    <message>
        <source>Everything in this group is decided on this page.</source>
        <translation>Von dieser Gruppe ist auf dieser Seite alles entschieden.</translation>
    </message>
    <message>
        <source>Wrong label</source>
        <translation>Falsches Label</translation>
    </message>
    <message>
        <source>Conflicting duplicates</source>
        <translation>Widersprüchliche Dubletten</translation>
    </message>
    <message>
        <source>Outliers</source>
        <translation>Ausreißer</translation>
    </message>
    <message>
        <source>Blurred or dark</source>
        <translation>Unscharf oder dunkel</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>No labels yet</source>
        <translation>Noch keine Labels</translation>
    </message>
    <message>
        <source>Labels that the program doubts appear here as soon as there are labels.</source>
        <translation>Labels, an denen das Programm zweifelt, erscheinen hier, sobald es Labels gibt.</translation>
    </message>
    <message>
        <source>Go to Label</source>
        <translation>Zum Zuordnen</translation>
    </message>
    <message>
        <source>No label is in doubt</source>
        <translation>Kein Label ist zweifelhaft</translation>
    </message>
    <message>
        <source>Every label that the last round doubted has been decided. Another round takes your decisions into account.</source>
        <translation>Jedes Label, an dem die letzte Runde zweifelte, ist entschieden. Eine weitere Runde berücksichtigt Ihre Entscheidungen.</translation>
    </message>
    <message>
        <source>Run another round</source>
        <translation>Noch eine Runde starten</translation>
    </message>
    <message>
        <source>{n} selected</source>
        <translation>{n} ausgewählt</translation>
    </message>
    <message>
        <source>{keep} keeps the label, {take} takes the expected one, a class key gives another class.</source>
        <translation>{keep} behält das Label, {take} übernimmt die erwartete Klasse, eine Klassentaste gibt eine andere.</translation>
    </message>
    <message>
        <source>You can stop: {n} in a row needed no correction (under 5 % of the rest are wrong, p = 0.05).</source>
        <translation>Sie können aufhören: {n} in Folge brauchten keine Berichtigung (unter 5 % vom Rest sind falsch, p = 0,05).</translation>
    </message>
    <message>
        <source>Continue until {enough} in a row need no correction (now {n}).</source>
        <translation>Weiter, bis {enough} in Folge keine Berichtigung brauchen (jetzt {n}).</translation>
    </message>
</context>
<context>
    <name>TakePairs</name>
    <message>
        <source>They become different classes:</source>
        <translation>Sie erhalten verschiedene Klassen:</translation>
    </message>
    <message>
        <source>Take the expected class of {images}?</source>
        <translation>{images}: erwartete Klasse übernehmen?</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>Erwartet</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Take all {n}</source>
        <translation>Alle {n} übernehmen</translation>
    </message>
</context>
<context>
    <name>TextsSheet</name>
    <message>
        <source>Group and note</source>
        <translation>Gruppe und Notiz</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>different ones, left as they are</source>
        <translation>verschiedene, bleiben wie sie sind</translation>
    </message>
</context>
<context>
    <name>Train</name>
    <message>
        <source>The weights of “{name}” are deleted, which frees {size}. This cannot be undone: it would have to be trained or imported again. Labels stay as they are. Projects keep what was computed with it, but new images cannot be analysed with it.</source>
        <translation>Die Gewichte von „{name}“ werden gelöscht; das gibt {size} frei. Rückgängig machen lässt sich das nicht: Es müsste neu trainiert oder importiert werden. Labels bleiben, wie sie sind. Projekte behalten, was damit berechnet wurde, aber neue Bilder lassen sich damit nicht mehr analysieren.</translation>
    </message>
    <message>
        <source>Remove “{name}”</source>
        <translation>„{name}“ entfernen</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Removing a backbone</source>
        <translation>Netz entfernen</translation>
    </message>
    <message>
        <source>It adapts the embedding to your classes, in minutes, on this computer; no label changes.</source>
        <translation>Er passt die Einbettung an Ihre Klassen an, in Minuten, auf diesem Computer; kein Label ändert sich.</translation>
    </message>
    <message>
        <source>It takes part in suggestions and suspects only if it is better on labels that it has not seen.</source>
        <translation>An Vorschlägen und Zweifelsfällen wirkt er nur mit, wenn er auf Labels besser ist, die er nicht gesehen hat.</translation>
    </message>
    <message>
        <source>a linear layer alone</source>
        <translation>nur eine lineare Schicht</translation>
    </message>
    <message>
        <source>the last layers</source>
        <translation>die letzten Schichten</translation>
    </message>
    <message>
        <source>the whole network</source>
        <translation>das ganze Netz</translation>
    </message>
    <message>
        <source>Analyse the images first.</source>
        <translation>Analysieren Sie zuerst die Bilder.</translation>
    </message>
    <message>
        <source>Learning: {percent}, then it is judged</source>
        <translation>Lernen: {percent}, danach wird er beurteilt</translation>
    </message>
    <message>
        <source>you can keep labelling meanwhile</source>
        <translation>Sie können währenddessen weiter zuordnen</translation>
    </message>
    <message>
        <source>The training of a classifier was interrupted before anything was learned; it can be started again.</source>
        <translation>Das Training eines Klassifikators wurde unterbrochen, bevor etwas gelernt war; es kann neu begonnen werden.</translation>
    </message>
    <message>
        <source>The training of a classifier was interrupted at {percent}. It can be resumed from there.</source>
        <translation>Das Training eines Klassifikators wurde bei {percent} unterbrochen. Es kann von dort fortgesetzt werden.</translation>
    </message>
    <message>
        <source>The classifier that was trained before stays in use meanwhile.</source>
        <translation>Der vorher trainierte Klassifikator bleibt inzwischen in Verwendung.</translation>
    </message>
    <message>
        <source>Right on {value} of the labels not seen</source>
        <translation>Richtig bei {value} der ungesehenen Labels</translation>
    </message>
    <message>
        <source>Suggestions without it</source>
        <translation>Vorschläge ohne ihn</translation>
    </message>
    <message>
        <source>The classifier alone</source>
        <translation>Der Klassifikator allein</translation>
    </message>
    <message>
        <source>Suggestions with it</source>
        <translation>Vorschläge mit ihm</translation>
    </message>
    <message>
        <source>The classifier is better: right classes get higher probabilities with it.</source>
        <translation>Der Klassifikator ist besser: Richtige Klassen erhalten mit ihm höhere Wahrscheinlichkeiten.</translation>
    </message>
    <message>
        <source>The classifier is better.</source>
        <translation>Der Klassifikator ist besser.</translation>
    </message>
    <message>
        <source>The classifier is not better beyond chance.</source>
        <translation>Der Klassifikator ist nicht über den Zufall hinaus besser.</translation>
    </message>
    <message>
        <source>There are too few labels to judge. Label at least 20 images and train again.</source>
        <translation>Es gibt zu wenige Labels für ein Urteil. Ordnen Sie mindestens 20 Bilder zu und trainieren Sie noch einmal.</translation>
    </message>
    <message>
        <source>It takes part in suggestions and suspects.</source>
        <translation>Er wirkt an Vorschlägen und Zweifelsfällen mit.</translation>
    </message>
    <message>
        <source>It takes part in suggestions and suspects from the next round on.</source>
        <translation>An Vorschlägen und Zweifelsfällen wirkt er ab der nächsten Runde mit.</translation>
    </message>
    <message>
        <source>So it is not in use; you can keep it all the same.</source>
        <translation>Deshalb wird er nicht verwendet; Sie können ihn trotzdem behalten.</translation>
    </message>
    <message>
        <source>The classifier is worse here, and is not kept. More labels may change that.</source>
        <translation>Der Klassifikator ist hier schlechter und wird nicht behalten. Mehr Labels können das ändern.</translation>
    </message>
    <message>
        <source>Alone, the classifier is right less often than suggestions without it, so it is not kept. More labels may change that.</source>
        <translation>Allein liegt der Klassifikator seltener richtig als die Vorschläge ohne ihn und wird darum nicht behalten. Mehr Labels können das ändern.</translation>
    </message>
    <message>
        <source>Right classes get lower probabilities with the classifier, so it is not kept. More labels may change that.</source>
        <translation>Richtige Klassen bekommen mit dem Klassifikator geringere Wahrscheinlichkeiten; darum wird er nicht behalten. Mehr Labels können das ändern.</translation>
    </message>
    <message>
        <source>{n} epochs</source>
        <translation>{n} Epochen</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>Loss {value}</source>
        <translation>Verlust {value}</translation>
    </message>
    <message>
        <source>Output spread {value}</source>
        <translation>Streuung der Ausgaben {value}</translation>
    </message>
    <message>
        <source>Nearest-neighbour agreement {value}</source>
        <translation>Übereinstimmung der Nachbarn {value}</translation>
    </message>
    <message>
        <source>Training curve</source>
        <translation>Trainingskurve</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>Minuten</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>Nearest-neighbour agreement</source>
        <translation>Übereinstimmung der Nachbarn</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Learns most per minute; the choice without a graphics card. On a processor it trains the last layers of “photo”; the starter was not beaten in 12 and 20 minutes with 700 and 2,000 images.</source>
        <translation>Lernt am meisten pro Minute; die Wahl ohne Grafikkarte. Auf einem Prozessor trainiert es die letzten Schichten von „photo“; der Starter wurde in 12 und 20 Minuten mit 700 und 2.000 Bildern nicht übertroffen.</translation>
    </message>
    <message>
        <source>SimSiam</source>
        <translation>SimSiam</translation>
    </message>
    <message>
        <source>As published; for a graphics card and a hundred epochs or more.</source>
        <translation>Wie veröffentlicht; für eine Grafikkarte und hundert oder mehr Epochen.</translation>
    </message>
    <message>
        <source>BYOL</source>
        <translation>BYOL</translation>
    </message>
    <message>
        <source>As published; the slowest, for a graphics card and many epochs.</source>
        <translation>Wie veröffentlicht; am langsamsten, für eine Grafikkarte und viele Epochen.</translation>
    </message>
    <message>
        <source>Train the embedding on your own images. No labels needed; nothing leaves this computer.</source>
        <translation>Trainieren Sie die Einbettung mit Ihren eigenen Bildern. Ohne Labels; nichts verlässt diesen Computer.</translation>
    </message>
    <message>
        <source>On a processor, training adapts the last layers of “photo”. So far that has helped little with micrographs and hand signs and made matters worse with photographs of clothing, so label first: the result is used only if it is better on your labels.</source>
        <translation>Auf einem Prozessor passt ein Training die letzten Schichten von „photo“ an. Bisher half das bei Mikroskopbildern und Handzeichen wenig und schadete bei Fotos von Kleidung; vergeben Sie also zuerst Labels. Verwendet wird das Ergebnis nur, wenn es an Ihren Labels besser ist.</translation>
    </message>
    <message>
        <source>Without a graphics card, training has not beaten the starter so far; label first.</source>
        <translation>Ohne Grafikkarte war ein Training bisher nicht besser als „starter“; vergeben Sie zuerst Labels.</translation>
    </message>
    <message>
        <source>Wait until the training or the change that runs is finished.</source>
        <translation>Warten Sie, bis das Training oder die laufende Änderung fertig ist.</translation>
    </message>
    <message>
        <source>Learning: {done} of {whole}, then a comparison</source>
        <translation>Lernen: {done} von {whole}, danach ein Vergleich</translation>
    </message>
    <message>
        <source>{n} views/s</source>
        <translation>{n} Ansichten/s</translation>
    </message>
    <message>
        <source>from random weights</source>
        <translation>von zufälligen Gewichten aus</translation>
    </message>
    <message>
        <source>outputs are diverse</source>
        <translation>Ausgaben sind vielfältig</translation>
    </message>
    <message>
        <source>outputs are collapsing</source>
        <translation>Ausgaben werden gleichförmig</translation>
    </message>
    <message>
        <source>Spread {value}: {words}</source>
        <translation>Streuung {value}: {words}</translation>
    </message>
    <message>
        <source>Training ({budget}) was interrupted before anything was learned; it can be started again.</source>
        <translation>Ein Training ({budget}) wurde unterbrochen, bevor etwas gelernt war; es kann neu begonnen werden.</translation>
    </message>
    <message>
        <source>Training was interrupted at {percent} of {budget}. It can be resumed from there.</source>
        <translation>Ein Training wurde bei {percent} von {budget} unterbrochen. Es kann von dort fortgesetzt werden.</translation>
    </message>
    <message>
        <source>{percent} % ({low}–{high})</source>
        <translation>{percent} % ({low}–{high})</translation>
    </message>
    <message>
        <source>{change} ({low} to {high})</source>
        <translation>{change} ({low} bis {high})</translation>
    </message>
    <message>
        <source>Cross-validated accuracy</source>
        <translation>Genauigkeit der Kreuzvalidierung</translation>
    </message>
    <message>
        <source>Corrections found</source>
        <translation>Gefundene Berichtigungen</translation>
    </message>
    <message>
        <source>{n} of {total}</source>
        <translation>{n} von {total}</translation>
    </message>
    <message>
        <source>There are no labels to compare on yet.</source>
        <translation>Es gibt noch keine Labels zum Vergleichen.</translation>
    </message>
    <message>
        <source>The new one is better.</source>
        <translation>Die neue ist besser.</translation>
    </message>
    <message>
        <source>The new one is worse.</source>
        <translation>Die neue ist schlechter.</translation>
    </message>
    <message>
        <source>The new one is not clearly better.</source>
        <translation>Die neue ist nicht eindeutig besser.</translation>
    </message>
    <message>
        <source>The new one is worse: the old one stays in use unless you choose otherwise.</source>
        <translation>Die neue ist schlechter: Die alte bleibt in Verwendung, wenn Sie nichts anderes wählen.</translation>
    </message>
    <message>
        <source>The new one is not clearly better: the old one stays in use unless you choose otherwise.</source>
        <translation>Die neue ist nicht eindeutig besser: Die alte bleibt in Verwendung, wenn Sie nichts anderes wählen.</translation>
    </message>
    <message>
        <source>In use: {name}.</source>
        <translation>In Verwendung: {name}.</translation>
    </message>
    <message>
        <source>built in, weak</source>
        <translation>eingebaut, schwach</translation>
    </message>
    <message>
        <source>included</source>
        <translation>mitgeliefert</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>importiert</translation>
    </message>
    <message>
        <source>trained here</source>
        <translation>hier trainiert</translation>
    </message>
    <message>
        <source>file missing or damaged</source>
        <translation>Datei fehlt oder ist beschädigt</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation>Dimensionen</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Übereinstimmung</translation>
    </message>
    <message>
        <source>Labelled images whose most similar images have the same label, when it was compared last.</source>
        <translation>Anteil der Bilder mit Label, deren ähnlichste Bilder dasselbe Label haben, beim letzten Vergleich.</translation>
    </message>
    <message>
        <source>not compared yet</source>
        <translation>noch nicht verglichen</translation>
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message>
        <source>Import backbone…</source>
        <translation>Netz importieren…</translation>
    </message>
    <message>
        <source>Train on my images</source>
        <translation>Mit meinen Bildern trainieren</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Training on my images</source>
        <translation>Training mit meinen Bildern</translation>
    </message>
    <message>
        <source>Nothing of that training was kept: there is nothing to resume. Start it again on this page.</source>
        <translation>Von diesem Training wurde nichts aufgehoben: Es gibt nichts fortzusetzen. Starten Sie es auf dieser Seite neu.</translation>
    </message>
    <message>
        <source>Analysing images</source>
        <translation>Bilder analysieren</translation>
    </message>
    <message>
        <source>Trying the better embedding</source>
        <translation>Ausprobieren der besseren Einbettung</translation>
    </message>
    <message>
        <source>Importing a backbone</source>
        <translation>Netz importieren</translation>
    </message>
    <message>
        <source>Import a backbone</source>
        <translation>Netz importieren</translation>
    </message>
    <message>
        <source>Weights of a network</source>
        <translation>Gewichte eines Netzes</translation>
    </message>
    <message>
        <source>Changing the backbone</source>
        <translation>Netz wechseln</translation>
    </message>
    <message>
        <source>Waits until this is done: {job}</source>
        <translation>Wartet, bis dies fertig ist: {job}</translation>
    </message>
    <message>
        <source>Too few images to train on</source>
        <translation>Zu wenige Bilder für ein Training</translation>
    </message>
    <message>
        <source>Here the program learns, without any labels, what the images of a folder have in common and what distinguishes them. It needs more than a handful of images.</source>
        <translation>Hier lernt das Programm ganz ohne Labels, was die Bilder eines Ordners gemeinsam haben und was sie unterscheidet. Es braucht mehr als eine Handvoll Bilder.</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
</context>
<context>
    <name>TrialDialog</name>
    <message>
        <source>Choose a file…</source>
        <translation>Datei wählen…</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Ordner wählen…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Choose a file first.</source>
        <translation>Wählen Sie zuerst eine Datei.</translation>
    </message>
    <message>
        <source>The file is being read.</source>
        <translation>Die Datei wird gelesen.</translation>
    </message>
    <message>
        <source>The dry run begins when this is finished: {job}</source>
        <translation>Der Probelauf beginnt, wenn das fertig ist: {job}</translation>
    </message>
    <message>
        <source>Reading the file …</source>
        <translation>Die Datei wird gelesen …</translation>
    </message>
    <message>
        <source>Dry run of the import</source>
        <translation>Probelauf des Imports</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>Wählen Sie eine andere Datei.</translation>
    </message>
</context>
<context>
    <name>UndoActions</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>There is no decision to undo.</source>
        <translation>Es gibt keine Entscheidung, die rückgängig zu machen wäre.</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Nothing was undone that could be redone.</source>
        <translation>Es gibt nichts zu wiederholen.</translation>
    </message>
    <message>
        <source>Undone: {what}</source>
        <translation>Rückgängig gemacht: {what}</translation>
    </message>
    <message>
        <source>Redone: {what}</source>
        <translation>Wiederholt: {what}</translation>
    </message>
    <message>
        <source>Undone on {images}: {what}</source>
        <translation>Rückgängig gemacht ({images}): {what}</translation>
    </message>
    <message>
        <source>Redone on {images}: {what}</source>
        <translation>Wiederholt ({images}): {what}</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>rückgängig gemacht</translation>
    </message>
    <message>
        <source>redone</source>
        <translation>wiederholt</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Anzeigen</translation>
    </message>
</context>
<context>
    <name>UnfinishedBar</name>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Discard it</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>What this training has learned so far is deleted, and it cannot be resumed. The embeddings and the labels of the project stay as they are.</source>
        <translation>Was dieses Training bisher gelernt hat, wird gelöscht, und es lässt sich nicht fortsetzen. Die Einbettungen und Labels des Projekts bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Discard the training</source>
        <translation>Training verwerfen</translation>
    </message>
</context>
<context>
    <name>Unpacking</name>
    <message>
        <source>Unpacking the images</source>
        <translation>Bilder werden entpackt</translation>
    </message>
    <message>
        <source>Unpack them</source>
        <translation>Entpacken</translation>
    </message>
</context>
<context>
    <name>VerificationDialog</name>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Label then</source>
        <translation>Label damals</translation>
    </message>
    <message>
        <source>Label now</source>
        <translation>Label jetzt</translation>
    </message>
    <message>
        <source>and {n} more; Save takes all of them</source>
        <translation>und {n} weitere; Speichern umfasst alle</translation>
    </message>
    <message>
        <source>Save the list…</source>
        <translation>Liste speichern…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Everything is as it was exported</source>
        <translation>Alles ist wie beim Export</translation>
    </message>
    <message>
        <source>This manifest is that of another project</source>
        <translation>Dieses Manifest gehört zu einem anderen Projekt</translation>
    </message>
    <message>
        <source>The images and labels are as exported, but not the files of the export</source>
        <translation>Bilder und Labels sind wie exportiert, die Dateien des Exports aber nicht</translation>
    </message>
    <message>
        <source>None of its images is in this project. Choose the manifest.json of an export of this project, or open the project that it was exported from.</source>
        <translation>Keines seiner Bilder ist in diesem Projekt. Wählen Sie die manifest.json eines Exports dieses Projekts, oder öffnen Sie das Projekt, aus dem sie stammt.</translation>
    </message>
    <message>
        <source>Its last decision is not in the history here: it is of another project or a later state.</source>
        <translation>Seine letzte Entscheidung steht hier nicht im Verlauf: Es gehört zu einem anderen Projekt oder einem späteren Stand.</translation>
    </message>
    <message>
        <source>The files of the export are not beside the manifest, so they were not checked.</source>
        <translation>Die Dateien des Exports liegen nicht neben dem Manifest und wurden daher nicht geprüft.</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>file of the export changed</source>
        <translation>Datei des Exports geändert</translation>
    </message>
    <message>
        <source>file of the export gone</source>
        <translation>Datei des Exports fehlt</translation>
    </message>
    <message>
        <source>file added to the export</source>
        <translation>Datei zum Export hinzugekommen</translation>
    </message>
    <message>
        <source>other content, other label</source>
        <translation>anderer Inhalt, anderes Label</translation>
    </message>
    <message>
        <source>other content</source>
        <translation>anderer Inhalt</translation>
    </message>
    <message>
        <source>other label</source>
        <translation>anderes Label</translation>
    </message>
    <message>
        <source>other state</source>
        <translation>anderer Zustand</translation>
    </message>
</context>
<context>
    <name>VerifyActions</name>
    <message>
        <source>Manifests</source>
        <translation>Manifeste</translation>
    </message>
    <message>
        <source>Manifest of an export</source>
        <translation>Manifest eines Exports</translation>
    </message>
    <message>
        <source>Checking images and labels</source>
        <translation>Bilder und Labels prüfen</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>differences</source>
        <translation>Unterschiede</translation>
    </message>
    <message>
        <source>Save the list</source>
        <translation>Liste speichern</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Saving the list</source>
        <translation>Liste speichern</translation>
    </message>
    <message>
        <source>The list is in {file}.</source>
        <translation>Die Liste ist in {file}.</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>Im Dateimanager anzeigen</translation>
    </message>
</context>
<context>
    <name>ViewControls</name>
    <message>
        <source>Size of the images</source>
        <translation>Größe der Bilder</translation>
    </message>
    <message>
        <source>Size of the images ({keys}, or Ctrl and the wheel)</source>
        <translation>Größe der Bilder ({keys} oder Strg und Mausrad)</translation>
    </message>
    <message>
        <source>Fill the tile or show the whole image</source>
        <translation>Kachel füllen oder das ganze Bild anzeigen</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>Bildunterschrift</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Confidence or rank</source>
        <translation>Sicherheit oder Rang</translation>
    </message>
    <message>
        <source>File name</source>
        <translation>Dateiname</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Size in pixels</source>
        <translation>Größe in Pixeln</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
</context>
<context>
    <name>WaitingJobs</name>
    <message>
        <source>Cancel: {title}</source>
        <translation>Abbrechen: {title}</translation>
    </message>
</context>
<context>
    <name>WindowActions</name>
    <message>
        <source>New project from a folder…</source>
        <translation>Neues Projekt aus einem Ordner…</translation>
    </message>
    <message>
        <source>Open project…</source>
        <translation>Projekt öffnen…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>Vorherige Seite</translation>
    </message>
    <message>
        <source>Run a round now</source>
        <translation>Jetzt eine Runde starten</translation>
    </message>
    <message>
        <source>Import labels…</source>
        <translation>Labels importieren…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Rescan the folders</source>
        <translation>Ordner neu einlesen</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Label boxes instead of whole images…</source>
        <translation>Rahmen statt ganzer Bilder labeln…</translation>
    </message>
    <message>
        <source>Metadata and groups…</source>
        <translation>Metadaten und Gruppen…</translation>
    </message>
    <message>
        <source>Classifier</source>
        <translation>Klassifikator</translation>
    </message>
    <message>
        <source>Classify a folder…</source>
        <translation>Ordner klassifizieren…</translation>
    </message>
    <message>
        <source>Export the classifier…</source>
        <translation>Klassifikator exportieren…</translation>
    </message>
    <message>
        <source>Suggestions of another model…</source>
        <translation>Vorschläge eines anderen Modells…</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>People…</source>
        <translation>Personen…</translation>
    </message>
    <message>
        <source>Hand images out…</source>
        <translation>Bilder ausgeben…</translation>
    </message>
    <message>
        <source>Merge a package…</source>
        <translation>Paket zusammenführen…</translation>
    </message>
    <message>
        <source>Report and backups</source>
        <translation>Bericht und Sicherungen</translation>
    </message>
    <message>
        <source>Methods report…</source>
        <translation>Methodenbericht…</translation>
    </message>
    <message>
        <source>Check against a manifest…</source>
        <translation>Mit einem Manifest vergleichen…</translation>
    </message>
    <message>
        <source>Backups…</source>
        <translation>Sicherungen…</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Handbook</source>
        <translation>Handbuch</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>Erste Schritte</translation>
    </message>
    <message>
        <source>Self-test and diagnostic report…</source>
        <translation>Selbsttest und Diagnosebericht…</translation>
    </message>
    <message>
        <source>Fold or show the panel</source>
        <translation>Seitenleiste ein- oder ausklappen</translation>
    </message>
    <message>
        <source>Close project</source>
        <translation>Projekt schließen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>This project can only be read here. Copy it to a place where you may write.</source>
        <translation>Dieses Projekt kann hier nur gelesen werden. Kopieren Sie es an einen Ort, an dem Sie schreiben dürfen.</translation>
    </message>
    <message>
        <source>Open a project first.</source>
        <translation>Öffnen Sie zuerst ein Projekt.</translation>
    </message>
</context>
<context>
    <name>_Strip</name>
    <message>
        <source>First steps</source>
        <translation>Erste Schritte</translation>
    </message>
    <message>
        <source>Show me</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Hide the first steps</source>
        <translation>Erste Schritte ausblenden</translation>
    </message>
    <message>
        <source>Hide; the menu brings them back</source>
        <translation>Ausblenden; das Menü holt sie zurück</translation>
    </message>
    <message>
        <source>Done.</source>
        <translation>Fertig.</translation>
    </message>
    <message>
        <source>That was the whole workflow. Now try it on a folder of your own.</source>
        <translation>Das war der ganze Ablauf. Versuchen Sie es jetzt mit einem eigenen Ordner.</translation>
    </message>
    <message>
        <source>Go to Home</source>
        <translation>Zur Startseite</translation>
    </message>
</context>
</TS>
