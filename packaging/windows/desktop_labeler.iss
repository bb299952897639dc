; Installer for Windows, for one person, without administrator rights; Inno Setup 6.3 or newer.
;   iscc /DVersion=1.2.3 packaging\windows\desktop_labeler.iss
; Silent: SETUP.exe /VERYSILENT /SUPPRESSMSGBOXES /NORESTART [/DIR="…"]; the same switches for unins000.exe.
; Each version has a folder and an entry of its own, so two can be there side by side; the newest owns the file type.
#ifndef Version
  #error Say which version: iscc /DVersion=1.2.3
#endif
#define Name "Desktop Labeler"
#define Program "desktop-labeler.exe"
#define Type "DesktopLabeler.Project"

[Setup]
AppId=DesktopLabeler-{#Version}
AppName={#Name}
AppVersion={#Version}
AppVerName={#Name} {#Version}
AppPublisher=The Desktop Labeler project
DefaultDirName={localappdata}\Programs\{#Name} {#Version}
DefaultGroupName={#Name}
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
ChangesAssociations=yes
CloseApplications=yes
LicenseFile=..\..\LICENSE
SetupIconFile=..\..\build\package\icon.ico
UninstallDisplayIcon={app}\{#Program}
OutputDir=..\..\dist
OutputBaseFilename=desktop-labeler-{#Version}-windows
; lzma2/fast packs a gigabyte in a few minutes on two cores; solid archives would need as much memory as they save disk
Compression=lzma2/fast
SolidCompression=no
WizardStyle=modern
ShowLanguageDialog=auto

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"

[CustomMessages]
en.Desktop=Put an icon on the desktop
de.Desktop=Ein Symbol auf den Desktop legen
en.FileType=Desktop Labeler project
de.FileType=Desktop-Labeler-Projekt
en.Settings=Remove settings, logs and imported backbones, too? Projects stay where they are in any case.
de.Settings=Auch Einstellungen, Protokolle und eigene Backbones entfernen? Projekte bleiben in jedem Fall, wo sie sind.

[Tasks]
Name: "desktopicon"; Description: "{cm:Desktop}"; Flags: unchecked

[Files]
Source: "..\..\dist\desktop-labeler\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{group}\{#Name} {#Version}"; Filename: "{app}\{#Program}"
Name: "{userdesktop}\{#Name}"; Filename: "{app}\{#Program}"; Tasks: desktopicon

[Registry]
Root: HKCU; Subkey: "Software\Classes\.labeler\OpenWithProgids"; ValueType: string; ValueName: "{#Type}"; ValueData: ""; Flags: uninsdeletevalue
Root: HKCU; Subkey: "Software\Classes\.labeler"; ValueType: string; ValueData: "{#Type}"; Flags: uninsdeletevalue
Root: HKCU; Subkey: "Software\Classes\{#Type}"; ValueType: string; ValueData: "{cm:FileType}"; Flags: uninsdeletekey
Root: HKCU; Subkey: "Software\Classes\{#Type}\DefaultIcon"; ValueType: string; ValueData: "{app}\{#Program},0"
Root: HKCU; Subkey: "Software\Classes\{#Type}\shell\open\command"; ValueType: string; ValueData: """{app}\{#Program}"" ""%1"""

[Run]
Filename: "{app}\{#Program}"; Description: "{cm:LaunchProgram,{#Name}}"; Flags: nowait postinstall skipifsilent

[Code]
procedure CurUninstallStepChanged(Step: TUninstallStep);
begin
  { settings, logs, cache and imported backbones are in one folder; a silent uninstall keeps them }
  if (Step = usPostUninstall) and not UninstallSilent() then
    if DirExists(ExpandConstant('{localappdata}\desktop-labeler')) then
      if MsgBox(CustomMessage('Settings'), mbConfirmation, MB_YESNO or MB_DEFBUTTON2) = IDYES then
        DelTree(ExpandConstant('{localappdata}\desktop-labeler'), True, True, True);
end;
