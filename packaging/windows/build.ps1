# Makes the installer for Windows from dist\desktop-labeler: build.ps1 VERSION. Needs Inno Setup 6.3 or newer.
param([Parameter(Mandatory = $true)][string]$Version)
$ErrorActionPreference = "Stop"
$compiler = Get-Command iscc -ErrorAction SilentlyContinue
$path = if ($compiler) { $compiler.Source } else { "${env:ProgramFiles(x86)}\Inno Setup 6\ISCC.exe" }
if (-not (Test-Path $path)) { Write-Error "Inno Setup was not found: install it, or put iscc on the PATH." }
& $path "/DVersion=$Version" "$PSScriptRoot\desktop_labeler.iss"
exit $LASTEXITCODE
