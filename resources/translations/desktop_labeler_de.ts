<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_US">
<context>
    <name>Answers</name>
    <message>
        <source>Keep</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Take expected</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Take</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Other class</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Other</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Not this</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Unsure</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Exclude</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Second opinion</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Second</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Select group</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Group</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>BackbonesCard</name>
    <message>
        <source>Backbones</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>in use</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Use</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Use {name}</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>BackupsDialog</name>
    <message>
        <source>Backups</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Made by themselves every day, before an import and before the file is brought to a newer version; the newest five of each kind are kept in {folder}.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>when</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>why</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>size</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>There is no backup yet.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Back up now</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Go back to this one…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>every day</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>before a new version</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>before an import</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>before going back</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>asked for</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Bring back the project as it was on {when}? A backup of the present state is made first.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Go back</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>BrowsePage</name>
    <message>
        <source>Browse</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>A digit key gives the framed image its class. Shift or Ctrl selects several.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Show what is new</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Choose class</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} of {total} images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} selected</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Comparing the images …</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>No image is like that. Change the filter, or show all images again.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Show all images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>No images yet</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The images of the project's folders appear here as soon as they are found.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>This image belongs to no group.</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>ChartCard</name>
    <message>
        <source>Save as a picture (PNG)…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Save as a drawing (SVG)…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Save the numbers (CSV)…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Save: {title}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Save this chart</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>ChipRow</name>
    <message>
        <source>More</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>ClassCounts</name>
    <message>
        <source>Class</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Confirmed</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Classes and their images</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>ClassList</name>
    <message>
        <source>Classes</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>key {key}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>no key</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{name}, {n} images, {key}</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>ClassPanel</name>
    <message>
        <source>Find or add a class</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Add</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Give to the selected images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Rename…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Merge into</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Delete…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Colour</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Other colour…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Circle</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Square</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Triangle</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Diamond</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Plus</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Star</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Pentagon</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Hexagon</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Triangle down</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Ring</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Shape</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Colour of {name}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Change the look of {name}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Rename</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>New name of {name}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Rename {old} to {new}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} images of {gone} become {into}, and {gone} goes. Undo brings it back.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Merge</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} images lose their label {name} and are unlabelled again. Undo brings it back.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Change the order of the classes</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>ClassPicker</name>
    <message>
        <source>Class …</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Class</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>ColumnMapping</name>
    <message>
        <source>Image</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Class</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Group (patient, site, slide)</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>— none —</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>comma</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>semicolon</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>tab</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{encoding}, columns divided by {mark}; the first rows:</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>ComparisonCard</name>
    <message>
        <source>Before and after</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>After a training, the embedding in use and the new one are compared here on your labels. The new one is used only if it is better, and the old one stays one click away.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Keep the new one</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Use the new one</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Back to {name}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Keep the old one</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>DatePopup</name>
    <message>
        <source>from</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>until</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The day on which the file was last modified</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>DropArea</name>
    <message>
        <source>Choose folder…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Open project…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Drop a folder of images here</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>unlabelled, or already sorted into class folders, or with a CSV</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>A new file or folder is made. Your images and the project stay as they are.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Copy the images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Hard links: no extra space, same disk only</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Symbolic links: no extra space, break when the images move</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>New place</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Division, %</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The three shares must add up to 100 %.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>This exists already. Choose a new name; nothing is ever overwritten.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Exporting</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>FileActions</name>
    <message>
        <source>Folder of images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Projects</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Open project</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>New project</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Sample project</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Checking files</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Where is the folder {name} now?</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Looking for files</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{new} new, {missing} missing, {changed} changed</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>One more folder of images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Adding a folder</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Going back</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Backup</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>A backup was made.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Daily backup</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Search</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Search names and notes</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Clear</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>no class</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Class</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Group</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Date</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Second opinion</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Missing files</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Order: descending</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Order: ascending</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Unlabelled</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Labelled</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Confirmed</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Unsure</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Excluded</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>by path</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>by class</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>by state</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>by date</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>by file size</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>by last decision</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>by similarity</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>most unusual in its class</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Most similar first</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Least similar first</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Most unusual first</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Most usual first</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Ascending</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Descending</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>FirstSteps</name>
    <message>
        <source>Give three images a class with the digit keys.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Correct a wrong label: {key} takes the expected class.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Take the last decision back: {key}.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Let the program look at the images.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Accept a page of suggestions: {key}.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Keep a label that is right: {key}.</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>GallopBar</name>
    <message>
        <source>Page is right</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Not right</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Page by page</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>Galloping</name>
    <message>
        <source>{name}: page {page} of {pages}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{accepted} accepted, {open} open, {refused} refused</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The first page is not right: nothing was accepted.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} images lie on {k} pages that were jumped over. Look at some of them at random first.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Look at {n}: {p} % right if all are</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Look at all {n}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Accept only the {n} seen</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Audit: random images {first}–{last} of {n}. Unselect what is wrong, then go on.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Unselect the images that are wrong, then go on with the first button.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{k} of {n} random images were wrong: at least {p} % of the others are right (95 % sure).</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Accept all but the wrong ones</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Accept only the pages that I saw</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Accept {n} as {name} down to page {page} of {pages}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} pages seen</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>audit of {n} unseen ones: {k} wrong, at least {p} % right (95 % sure)</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>none unseen</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>GridActions</name>
    <message>
        <source>Mark {n} as unsure</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Exclude {n}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Take the label from {n}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The last decision is still being written.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Label {n} {name}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Nothing is suggested here. Choose a class with its key.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Nothing is selected.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Nothing is suggested for what is selected.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Nothing is suggested in this row.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Accept the suggestions of {n}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Take the expected class of {n}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>No other class is expected here.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Keep the label of {n}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>There is no label to keep.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Say that {n} are not what they seemed</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>There is neither a suggestion nor a label to refuse.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Want a second opinion on {n}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Need no second opinion on {n}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>1 image</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{count} images</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>GridModel</name>
    <message>
        <source>suggested {name}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>second opinion wanted</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>decided on this page</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>selected</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>unlabelled</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>labelled</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>confirmed</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>unsure</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>excluded</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The file is not there any more. Its label is safe.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>missing</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>GridView</name>
    <message>
        <source>Images</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>HelpActions</name>
    <message>
        <source>Self-test</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Save a diagnostic report</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Archives</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The report is in {file}. It was sent nowhere; you can look into it.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Diagnostic report</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>HelpDialog</name>
    <message>
        <source>Help</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Version {version}. Log files are in {folder}.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Does everything work here?</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The self-test makes the sample project in a folder of its own, looks at it, labels, undoes and exports, and opens a hidden window. It takes about a minute; your projects are not touched.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Something went wrong?</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The diagnostic report is a file with versions, settings, logs and the numbers of the open project. No image is in it, and it is sent nowhere: you choose whom you give it to.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Names of images, folders and people may be in the report</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Save a diagnostic report…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Run the self-test</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message>
        <source>Every image labelled right, with as few looks as possible.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Works on this computer only. Your image files are never changed.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>RECENT PROJECTS</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Making {name} … the bar below shows how far it is.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>New here?</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Open the sample: a drawer of microscope pictures, already sorted, some labels wrong on purpose. Try the keys on it; nothing there can break.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Try the sample</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>HoverCard</name>
    <message>
        <source>unsure</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>excluded</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>unlabelled</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>ImageView</name>
    <message>
        <source>Image</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Choose an image to see it here.</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import labels</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>First it is only tried: you see what would change before anything does.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>File or folder with the labels</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>A person looked at every one of them (confirmed)</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Try it</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Import</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Folder with the labels</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>File with the labels</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Trying …</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Trying the import</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{a} images get a label; {u} lines match no image; {k} new classes; {c} contradict each other.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>New classes: {names}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>No image: {path}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Contradiction: {what}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Importing labels</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} labels imported; undo takes them back.</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>JobBar</name>
    <message>
        <source>Pause</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Take over new results</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Continue</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Not now</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>All decisions saved {when}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>stopping …</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{done:,} of {total:,}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{rate}/s</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} s left</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} min left</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} h left</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Move</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Image to the left</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Image to the right</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Image above</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Image below</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>First image</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Last image</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>One screen up</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>One screen down</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Select</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Select or unselect this image</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Select all that match</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Select none</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Select the row</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Select the group</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Decide</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Choose a class by its name</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Accept the suggestion</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Accept everything selected on the page</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Accept the row, go to the next</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Not this class</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Keep the given label</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Take the expected class</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Unsure</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Exclude: none of the classes</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Needs a second opinion</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Set all to their most common suggestion</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Keep the labels of the whole group</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Take the expected class for the whole group</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Take the label away</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Page</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Sort by similarity to this image</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Accept down to here</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>This page is right</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>This page is not all right</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Take over new results now</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Larger images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Smaller images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Show the keys of this page</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Map</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Draw a line around images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Show the images of this part of the map</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>KeysSheet</name>
    <message>
        <source>Keys</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The same on every page. With nothing selected, a key acts on the framed image. Click a key to change it; Del takes it away.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Back to the defaults</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>CLASSES</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Classes 1 to 10</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Classes 11 to 20</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Extend the selection</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>⇧ with a move</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>a class</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{key} is the key of “{what}”. Nothing was changed.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Changed and saved.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Every key is the default again.</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>LabelPage</name>
    <message>
        <source>Label</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Next page</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} images on this page are still open.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>1 image on this page is still open.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{done} of {total} decided</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} more are waiting</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} selected</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>A digit key gives the framed image its class and goes on. U is unsure, E excludes.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>There are no classes yet. Press / and type the first one.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Nothing is left to label</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Every image has a label, is unsure, or is excluded. Look at the labels that are in doubt next.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Go to Suspects</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>ListPopup</name>
    <message>
        <source>Search</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>LiveCard</name>
    <message>
        <source>Pause</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Stop and compare</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>What was learnt is kept: the training can go on later.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Learning from {n} images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Learning</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The curve appears with the first steps.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>loss</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>neighbours that agree with your labels</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>spread</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Home</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Browse</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Label</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Suggestions</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Suspects</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Map</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Train</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>New project from a folder…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Open project…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Round now</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Look for new and missing files</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Import labels…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Backups…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>First steps</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Help and self-test…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Close project</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Writing a large decision …</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>No project open</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} images · {k} classes</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>MapCanvas</name>
    <message>
        <source>Map of the images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Arrows move, plus and minus zoom, 0 shows all, Return takes the image nearest to the middle.</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>MapColors</name>
    <message>
        <source>nothing suggested</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>no label</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>other classes</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>unlabelled</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>labelled</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>confirmed</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>unsure</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>excluded</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>not in doubt</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>worth a look</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>probably wrong</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>MapPage</name>
    <message>
        <source>Map</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>What the colours say</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Legend</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Images in view</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Show the images of this part of the map as a grid</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Label 1 image {name}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>1 image</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{images} from the map</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>No image is there.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Laying out the map</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Class</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Class or suggestion</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Doubt</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Looking at the images …</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The bar below shows how far it is.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Not looked at yet</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The program looks at the images once, on this computer. Then it draws a map of them on which similar images lie close together.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Look at the images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Reading …</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>quick map</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} new ones between similar ones</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Drag to move, turn the wheel to zoom. Click shows an image; Shift and drag around some opens them.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Lay out by similarity</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Lay out again</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Laying out …</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>MapTools</name>
    <message>
        <source>Draw a line around images ({key}, or Shift and drag)</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Smaller (−)</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Larger (+)</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Show all (0)</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>NewProjectDialog</name>
    <message>
        <source>New project</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The images stay in {folder} and are never changed.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>A table (CSV) says which image is what</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Nothing is labelled yet</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Table with the labels</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>folder level {n}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Patient, site, slide: images of one group are never split when the program measures.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Project file</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Labels</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Groups from</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Make the project</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The folder of an image is its class</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The folder of an image is its class (there are no folders in it)</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Projects</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Tables</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Give the project a file name.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>This file exists already. Choose another name, or open it.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>There is no folder {folder}.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{folder} cannot be written.</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>PagesStrip</name>
    <message>
        <source>Accepted, open and refused pages</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{accepted} accepted, {open} open, {refused} refused</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>PairList</name>
    <message>
        <source>Label</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Expected</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Most frequent confusions</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>PinChip</name>
    <message>
        <source>Sorted by similarity to {name}. Click to sort as before.</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>PlanCard</name>
    <message>
        <source>Unit of the budget</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>minutes</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>passes</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>may be mirrored (not for text, or where left and right differ)</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>have no upper side (microscope, from above)</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>may change their colours (not where colour makes the class)</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Method</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Start from</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Budget</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>My images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Learn from {n} images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Nothing (random weights)</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>How well labels are predicted</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Appears after the first round with several labels of two classes, and grows with every round.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Over what</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>By labels</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>By round</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Labels</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Predicted right</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Round</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Suggestions that were right</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Of the suggestions of each round, those that people kept when they decided the image later; 95 % interval. They chose which to decide: it says nothing about the images that are left.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Appears when suggestions have been accepted, changed or refused.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Kept</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Pace</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Appears after half a minute of work. Pauses of more than three minutes do not count.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>What is counted</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Decisions</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Since when</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>This sitting</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Minutes of work</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Decisions a minute</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Images a minute</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>What is mixed up</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Appears after the first round with several labels of two classes.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>A click on a cell opens its images; Ctrl and the wheel zoom.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{given}
expected {expected}
{count} images, {share} of the class</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Expected class</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Given class</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Confirmed</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Labelled</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Unsure</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Excluded</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Unlabelled</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>less than a minute</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} min</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{h} h {m} min</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Still undecided</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Every image is decided.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>of {n} images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>this sitting</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>all sittings</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>About {time} at the pace of {pace}.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Decisions a minute, this sitting</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Appears after half a minute of work.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{images} images a minute. Overall {all} decisions; pauses of over {n} minutes left out.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Appears when suggestions have been decided.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} of {count} that were decided after round {round}; 95 % interval {interval}.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Labels predicted right</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Appears after a round with several labels of two classes.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Held out: {right} of {n} labels, round {round}; 95 % interval {interval}.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Round {round}: {share} right
95 % interval {interval}
{checked} of {labels} labels checked</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Share of the labels that each round predicts without having seen them, with its 95 % interval.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The images of one group ({n} groups) are never split between learning and checking.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>These labels were chosen, not drawn at random: it is no accuracy of the project.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Round {round}: {share} right
95 % interval {interval}
{kept} kept, {changed} changed</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} of the kept ones accepted together</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Held-out right</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Suggestions kept</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>In doubt</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Method</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>classifier</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>spread over similar images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>vote of similar images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>nearest class mean</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>classifier and spread</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} images a minute</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} decisions a minute</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{start}–{end} min of work</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} decisions on {images} images in {time} of work; pauses of over {pause} minutes are no work.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} of {checked} labels that round {round} checked are expected to be another class by what has not seen them.</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>ProgressPage</name>
    <message>
        <source>Images by state</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Classes</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Confirmed and labelled images; a click opens them.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Rounds</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>In brackets: 95 % interval, and of how many.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} of {total} images decided</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Go on with suggestions</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Go on labelling</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Check the suspects</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Nothing decided yet</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Here you will see how many images are decided, how fast it goes, how well the program learns from your decisions, and which classes it mixes up.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Label the first images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>No images yet</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The images of the project's folders are counted here as soon as they are found.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{given}, expected {expected}</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Project menu</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>Recent</name>
    <message>
        <source>The project file is not there any more.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} images · folder not found</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>RecentCard</name>
    <message>
        <source>Forget</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Remove from this list; the project file stays.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} % decided</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} min ago</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} h ago</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>yesterday</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} days ago</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>Report</name>
    <message>
        <source>Something went wrong that this program did not expect ({kind}). Everything decided is safe. The details are in the log file in {folder}; please send it to whoever looks after this program.</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>Resuming</name>
    <message>
        <source>It can go on from there when the project is opened again.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Looking at the images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The last round</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Checking the files</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Looking for files</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The training</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{job} stopped at {done} of {total}.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{job} was not finished.</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>RoundPage</name>
    <message>
        <source>Looking at the images …</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The bar below shows how far it is.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Not looked at yet</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The program looks at the images once, on this computer. Then it suggests a class for each of them and shows the labels that it doubts.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Look at the images and suggest</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>Rounds</name>
    <message>
        <source>1 decision</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} decisions</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Round {n} in use</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} newer not used yet</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Looking at the images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Round {n}</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>SelfTestDialog</name>
    <message>
        <source>Everything works</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Something does not work here</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} checks in {seconds} s, computed on {device}.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>ok</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>check</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>outcome</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>time</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>found</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Every change holds at once.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Show and change the keys…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Look and keys</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Colours</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Choose the fastest</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Processor</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Apple graphics (MPS)</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Start by themselves after decisions</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Work</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Your name in the history</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Computing</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Rounds</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Space for thumbnails</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Self-test and diagnostic report…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>About</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Log files</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Nothing leaves this computer, and nothing is fetched unless you ask for it by name.</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <source>Classes</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Image</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>unlabelled</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>imported</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>accepted suggestion</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>confirmed by a person</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>unsure</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>excluded: none of the classes</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Group</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Problem</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Second opinion</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>wanted</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>HISTORY</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>undone</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Nothing decided yet.</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>SkippedDialog</name>
    <message>
        <source>{n} files are not used</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>All other images are in the project. Nothing was changed in the folder; mend a file and look for new files again, and it comes in.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>file</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>reason</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>and {n} more; Copy takes all of them</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Copy the list</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>SuggestionsPage</name>
    <message>
        <source>Suggestions</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Accept down to here</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Classes</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The last decision is still being written.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Accept {n} as {name}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>; {n} are not</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Nothing to suggest yet</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Label a few images of every class first; then the program can suggest the others.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Go to Label</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Every suggestion is decided</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>No undecided image is left. Look at the labels that are in doubt next.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Go to Suspects</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>F: the page is right. J: it is not. Space marks one image.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{name} · {n} undecided · surest first</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Is every image right? F: yes. J: no. A click marks a wrong one; then it goes page by page.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Unselect what is wrong; then one key accepts the others and refuses those.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Accept {n} selected</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Next page, {n} stay open</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Next page</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>SuspectsPage</name>
    <message>
        <source>Suspects</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Next page</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Kinds of doubt</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Groups</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>All groups</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>This image belongs to no group.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The last decision is still being written.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Keep the label of {n}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Take the expected class of {n}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Label {n} {name}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Everything of this group is decided on this page.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>1 image</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{count} images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Wrong label</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Conflicting duplicates</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Far from everything</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Blurred or dark</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>No labels yet</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Labels that the program doubts appear here as soon as there are labels.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Go to Label</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>No label is in doubt</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Every label that the last round doubted is decided. Another round looks again with what you said.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Look again now</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} labels in doubt of {total} · worst first</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} selected</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{k} of {n}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Keep all</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Take all</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Other pairs</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>→ expected</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>All {name}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Nearly the same</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Q keeps the label, W takes the expected one, a digit gives another class.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Last {n} looks: {k} corrected.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>You may stop: {n} clean answers in a row (under 5 % of the rest are wrong, p = 0.05).</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Keep going until {enough} clean answers in a row (now {n}).</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>Told</name>
    <message>
        <source>A class needs a name. Nothing was changed. Type one and try again.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>A project holds at most 1000 classes; this would make {0}. Nothing was added. Check that the right column or folder level gives the class.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>It learns from {0} images: small copies of {1} more have no room on the disk.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Memory ran out: {0} images at a time go through the network from here on.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Nearly all images are of one colour, so there is nothing to learn from them. Nothing was changed; look at them in the program: perhaps they were exported wrongly.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>No image has a label, and this format holds labelled ones only. Nothing was written.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>No {0} can be made there ({1}). Nothing was written. Export as copies (--link copy), or to the disk that holds the images.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>None of the images in this project can be read, so there is nothing to embed. Nothing was changed; look at the list of skipped files, or scan the folder again.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>On this disk the folder of class {0} is the same as that of another class that differs only in upper case or accents. Nothing was written. Export to another disk, or rename one of them.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The backbone could not be written to {0} ({1}). Nothing was changed; free space and try again.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The backbone “{0}” gives values that are no numbers; its weights are probably damaged. Nothing was stored; import the weights again or choose another backbone.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The backbone “{0}” gives {1} values, its card says {2}. Import it again.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The built-in embedding cannot be trained further. Nothing was changed; start from another backbone, or from nothing.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The disk has too little room for small copies of the images in {0}: {1} MB are needed, {2} MB are free and some must stay so. Nothing was changed; make room, or choose another folder for the cache.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The disk is full ({0}). The training stopped; what was kept last is there. Make room and start it again: it goes on from there.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The disk that holds {0} is full. Everything decided before is safe; the last action was not stored. Free some space and do it again.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The disk that holds {0} is full. The export was not made and nothing is left of it; the project is safe. Free some space and export again.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The folder {0} holds no images any more. The project and its decisions were left as they are. Connect the disk that holds them; or, if they were moved, rescan and name their new place.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The folder {0} is not there. The project and its decisions were left as they are. Connect the disk that holds it; or, if it was moved, rescan and name its new place.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The graphics processor stopped working ({0}). What was learnt until a minute ago is kept. Start the training again, it goes on from there; if this happens again, choose the CPU.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The images all look the same, so there is nothing to tell apart. Nothing was changed; look at them in the program: perhaps one was copied many times.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The images have not been compared with one another yet. Nothing was changed. Let it compare them first (Round now).</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The name of class {0} cannot be a folder's name here ({1}). Nothing was written. Choose another format, or a shorter name.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The program has not looked at the images yet, so it cannot compare them. Nothing was changed. Let it look first (Round now).</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The program has not looked at the images yet, so it cannot say anything about them. Nothing was changed. Let it look first (embed).</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The program has not looked at the images yet, so there is nothing to lay out. Nothing was changed. Let it look first (embed).</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The program has not looked at this image yet, so it cannot say what is similar to it. Nothing was changed. Let it look at the new images (Round now).</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The project has not been looked at with “{0}” yet. Nothing was changed; choose it in the list of backbones.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The published weights of “{0}” could not be downloaded ({1}). Nothing was changed; check the connection, or import a weight file.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The report cannot be written to {0}: {1}. Nothing is left of it; choose another place.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The sample could not be written to {0}: {1}. Nothing was left there; choose another folder or make room on the disk.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The sample is missing from this installation (looked in {0}). Nothing was changed; install the program again, or open a folder of your own images.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The state of the training could not be written to {0} ({1}). The training stopped; what was kept last is there. Make room and start it again: it goes on from there.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The training goes on where it was interrupted, at {0} %.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The training went wrong ({0}) before anything was learnt. The backbone in use stays. Try another method, or start from another backbone.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The training went wrong ({0}): it went back to its last good state and {1}.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>There are {0} images to learn from, and at least 4 are needed.{1} Nothing was changed; add images to the project.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>There is a class {0} already. Nothing was changed. To make them one, merge them.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>There is already a backbone named “{0}”. Nothing was changed; choose another name.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>There is no backbone architecture named “{0}”. Nothing was changed; “desktop-labeler backbones” lists those that are here.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>There is no backbone or weight file named “{0}” here, and nothing is downloaded unless asked for. Import a weight file, or choose one that “backbones” lists.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>There is no class {0}. Nothing was changed. The classes are: {1}.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>There is no file {0}. Check the name, or make a new project.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>There is no file {0}. Nothing was changed; check the path.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>There is no folder {0}. Make it first, or choose another place.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>There is no folder {0}. Nothing was changed. Check the name.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>There is no folder {0}. Nothing was changed. Choose the data set's folder.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>There is no folder {0}. Nothing was written. Make it, or choose another place.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>There is no imported backbone named “{0}”. Nothing was changed; “backbones” lists them.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>There is no round yet. Nothing was changed. Run one first (round).</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>There is not enough memory for the backbone “{0}”. What is embedded so far is kept; close other programs and continue, or choose a smaller backbone.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>There is not enough memory to train this network, not even with two images at a time. Nothing was changed; close other programs, or choose a smaller network.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>This computer has no {0} device that PyTorch can use. Nothing was changed; choose the device “auto” or “cpu”.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>a HEIC or AVIF image</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>a file of zeros only</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>a film</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>a folder, not a file</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>a text file</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>a web page</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>adding images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>backing up</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>changing the backbone</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>choosing images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>choosing what to ask next</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>collecting</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>comparing</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>comparing files</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>comparing folders</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>comparing images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>cut off in the middle</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>damaged: it has no pixels</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>damaged: its beginning is not as it should be</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>damaged: its checksum does not fit</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>damaged: its pixels cannot be decoded</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>damaged: something else lies where its next part should be</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>embedding</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>empty file</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>finding images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>finding similar images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>grouping images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>is {0} named .{1}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>is {0}, not an image</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>its colours are stored as {0}, which is not read</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>keeping the new backbone</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>laying out</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>learning</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>learning small patterns from the images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>looking for suspects</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>matching</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>measuring the search</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>needs more memory than is free</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>no permission to read it</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>not an image of a kind that is read (JPEG, PNG, WebP, BMP, GIF, TIFF)</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>noting changed files</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>noting missing files</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>noting moved files</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>opening the backbone</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>placing the others</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>reading</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>reading folder names</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>reading images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>reading some images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>reading the images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>reading the logs</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>reading the project</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>reading the weights</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>restoring</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>sorting images into cells</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>spreading labels</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>starting</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>stopped</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>storing</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>taking new images into the neighbour lists</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>the disk reports an error ({0})</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>the file is not there any more</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>timm {0} has no model named “{1}”. Nothing was changed.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>would need {0} GB of memory ({1} × {2} pixels; at most {3} million are read)</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>writing</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>writing the sample</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} and {1}, which is in the project already, lie within each other. Nothing was changed. Folders of a project lie side by side.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} can only be read here. Nothing was changed. Copy the project to a place where you may write, and open the copy.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} cannot be deleted ({1}). Nothing was changed.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} cannot be read ({1}). Nothing was changed.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} cannot be read ({1}). Nothing was changed. Choose the data set's folder.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} cannot be read ({1}). Nothing was changed. Export it again as JSON.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} cannot be read ({1}). Nothing was changed. Mend or remove it.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} cannot be read ({1}). Nothing was changed; choose another file.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} cannot be read as a folder: {1}. Nothing was changed. Check the name.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} cannot be read beyond line {1}: {2}. Nothing was changed.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} cannot be read: {1}. Nothing was changed. Check the name.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} cannot be used: {1}.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} cannot be written here. Nothing was changed. Copy it to a place where you may write.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} cannot be written: {1}. The export was not made and nothing is left of it; the project is safe. Choose another place.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} does not fit the backbone {1}: {2}. Nothing was changed; choose the architecture that the weights were trained with.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} does not hold the images of this project: of a sample, too few have the same content there. Nothing was changed. Name the folder that took the place of the old one; to add other images, add a folder.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} exists already. It was left alone. Choose another name, or open it.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} exists already. It was left alone. Choose another name.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} exists and is not empty. It was left as it is; name a new folder for the sample.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} has no "labels". Nothing was changed. Choose a data set in this format.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} has no column with the label. Nothing was changed. Its columns are: {1}. Say which one it is (label=…).</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} has no column with the path of the image (rel_path). Nothing was changed. Its columns are: {1}. Say which one it is (rel_path=…).</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} has no column {1} for {2}. Nothing was changed. Its columns are: {3}.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} has no network weights in it. Nothing was changed; choose another file.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} has none of the folders train, val, test. Nothing was changed. For a tree without them choose the format imagefolder.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} has {1} GB; weight files of up to {2} GB can be used. It was not read and nothing was changed.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} holds a {1}, not the weights of a network. Nothing was changed; choose another file.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} holds more than tensors ({1}): it could run program code, so it was not opened. Nothing was changed; get the weights as a safetensors file or as a plain state dict.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} holds no JSON files of labelme. Nothing was changed. Choose the folder with them.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} holds no class folders. Nothing was changed. Choose the folder above the classes.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} images could not be read and are left out.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} is a vision transformer with registers or gates, which only timm has. Nothing was changed; install timm and name the architecture, for example “timm:vit_small_patch14_reg4_dinov2.lvd142m”.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} is cut off, damaged or no weight file ({1}). Nothing was changed; get the file again.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} is cut off, damaged or no weight file. Nothing was changed; choose another file.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} is damaged or cut off ({1}). Nothing was changed; get the file again.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} is damaged or no weight file ({1}). Nothing was changed; get the file again.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} is damaged. Nothing was changed. Restore the newest backup: its backups are beside it, in the folder {1}.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} is empty or cut off ({1} bytes). Nothing was changed; get the file again.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} is empty. Nothing was changed. Choose a file with a row of column names.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} is in the folder of the images, {1}, where nothing is ever written. Choose another place.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} is in use by another program. The last action was not stored; do it again.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} is no list of tasks. Nothing was changed. Export it from Label Studio as JSON.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} is no project of this program. It was left alone. Choose a file that ends in .labeler.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} is no whole backup of a project. Nothing was changed. Choose another one from the list.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} is not a complete safetensors file. Nothing was changed; get the file again.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} is not the weights of a network that is known here (its first key is “{1}”). Nothing was changed; name the architecture, or get the weights of a published backbone.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} is open in another window of this program. Nothing was changed. Go on working there, or close it there and open it here again.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} lies within {1}, and its images would be there twice. Nothing was changed. Add folders that lie side by side.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} was made by a newer version of this program. It was left untouched. Install the newer version to open it.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} was made by a newer version of this program. Nothing was changed. Install that version.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} was made by somebody else meanwhile. It was left alone. Choose another name.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0} was not closed properly; where nothing can be written its newest decisions cannot be read. They are safe in {1}. Copy both files to a place where you may write, and open the copy.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0}, line {1}: not a readable table ({2}). Nothing was changed. Save it as CSV again.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0}: small copies of the images are kept in {1} for the training. Those that were made are kept. Make room and start it again: it goes on from there.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0}: the disk reports an error ({1}). Everything decided before is safe. Check the disk.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{0}: {1} has class {2}, but there are {3} classes. Nothing was changed.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>“{0}” cannot be the name of a backbone: use letters, digits, dots and dashes, at most 64. Nothing was changed.</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>Train</name>
    <message>
        <source>{n} passes</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} min</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Loss {value}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Spread of the outputs {value}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Neighbours agree {value}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Course of the training</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Minutes</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Passes over the images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Quick</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Learns most per minute; the choice without a graphics card.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>SimSiam</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>As published; for a graphics card and a hundred passes or more.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>BYOL</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>As published; the slowest, for a graphics card and many passes.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} minutes</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{done} of {whole}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>you can keep labelling meanwhile</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} s left</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} min left</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} views/s</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>from nothing</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>images are told apart</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>images begin to look alike</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Spread {value}: {words}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>A training was interrupted at {percent} % of {budget}. It can go on from there.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{percent} % ({low}–{high})</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Neighbours agree</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Labels predicted right</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Corrections found</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} of {total}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>There are no labels to compare on yet.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Measured on the same {n} labels, by what has not seen them; in brackets the 95 % interval.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{n} groups, never split.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Corrections: labels you changed, among the first {n} suspects.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The new one is better.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>The new one is worse: the old one stays unless you choose otherwise.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>No gain beyond chance: the old one stays unless you choose otherwise.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>There are too few labels to tell. Label at least 20 images and train again.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>built in, weak</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>in the box</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>imported</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>trained here</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>its file is gone</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>From</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Numbers</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>not compared yet</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message>
        <source>Teach the program what your images look like. No labels needed, nothing leaves this computer.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Import backbone…</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Learn from my images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Go on</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Discard it</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Train</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Learning from my images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Looking at the images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Importing a backbone</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Import a backbone</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Weights of a network</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Changing the backbone</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Waits until this is done: {job}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Too few images to learn from</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Here the program learns what the images of a folder have in common and what tells them apart, without any label. It needs more than a handful.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>ViewControls</name>
    <message>
        <source>Size of the images</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Size of the images (Ctrl + wheel)</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Fill the tile, or show the whole image</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>What stands under an image</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Class</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Confidence or rank</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>File name</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Date</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Size in pixels</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Group</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>Why</name>
    <message>
        <source>Nearest confirmed {name}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Nearest labelled {name}</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>No similar image has a label yet.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{k} of the {n} most similar confirmed images are {name}.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>{k} of the {n} most similar labelled images are {name}.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>This one is labelled {name} ({source}).</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>You marked it not {name}; it will not be suggested again.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Number {place} of {total} suggested to be {name}, surest first.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>It is marked unsure.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>It is excluded: none of the classes.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>imported</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>by a person</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>accepted suggestion</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>near-duplicate with another label</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>far from everything</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>blurred</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>dark</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>unusual size</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>people disagreed</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>_Strip</name>
    <message>
        <source>First steps</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Show me</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Hide the first steps</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Hide; the menu brings them back</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Done.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>That was the whole loop. Now try it on a folder of your own.</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Go to Home</source>
        <translation type="unfinished"/>
    </message>
</context>
<context>
    <name>_Tools</name>
    <message>
        <source>Brightness</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Contrast</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Brightness: back to the file's</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Contrast: back to the file's</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>Fit into the view</source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>One screen pixel per image pixel</source>
        <translation type="unfinished"/>
    </message>
</context>
</TS>
