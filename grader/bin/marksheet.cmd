@echo off
rem Starts Marksheet on Windows: builds what is missing or older than its sources, then runs without Maven.
rem The twin of grader/bin/marksheet.
setlocal
for %%I in ("%~dp0..\..") do set "MARKSHEET_HOME=%%~fI"
set "TARGET=%MARKSHEET_HOME%\grader\cli\target"

powershell -NoProfile -Command ^
  "$top = $env:MARKSHEET_HOME; $stamp = Join-Path $env:TARGET 'built';" ^
  "if (-not (Test-Path $stamp)) { exit 1 };" ^
  "$built = (Get-Item $stamp).LastWriteTimeUtc;" ^
  "$newer = Get-ChildItem -Recurse -File -Path (Join-Path $top 'exercises'), (Join-Path $top 'solutions'), (Join-Path $top 'grader'), (Join-Path $top 'docs\sheets'), (Join-Path $top 'pom.xml') |" ^
  "  Where-Object { $_.FullName -notmatch '\\target\\' -and ($_.FullName -match '\\src\\main\\' -or $_.Name -eq 'pom.xml' -or $_.Extension -eq '.md') -and $_.LastWriteTimeUtc -gt $built } |" ^
  "  Select-Object -First 1; if ($newer) { exit 1 }"
if not errorlevel 1 goto run

where mvn >nul 2>nul
if errorlevel 1 (
  echo marksheet: Maven ^(mvn^) is not on the PATH. Install Maven 3.8 or newer.>&2
  exit /b 2
)
echo Building Marksheet; the first time this takes some minutes.>&2
if not exist "%TARGET%" mkdir "%TARGET%"
call mvn -B -f "%MARKSHEET_HOME%\pom.xml" -Dmaven.test.skip.exec=true package >"%TARGET%\build.log" 2>&1
if errorlevel 1 (
  findstr /b /c:"[ERROR]" "%TARGET%\build.log" >&2
  echo marksheet: the build failed. All of its output: "%TARGET%\build.log">&2
  exit /b 3
)
type nul >"%TARGET%\built"

:run
rem A sheet's solution comes before its exercises, so that it hides the skeletons of the same names.
rem The class path is longer than a command line may be, so Java reads it from a file, where a backslash is doubled.
powershell -NoProfile -Command ^
  "$top = $env:MARKSHEET_HOME; $parts = @();" ^
  "$modules = @(Get-ChildItem -Directory (Join-Path $top 'solutions') | Where-Object { Test-Path (Join-Path $_.FullName 'pom.xml') } | ForEach-Object FullName) + (Join-Path $top 'grader\cli');" ^
  "foreach ($module in $modules) {" ^
  "  $parts += Get-ChildItem (Join-Path $module 'target\*.jar') | ForEach-Object FullName;" ^
  "  $parts += (Get-Content -Raw (Join-Path $module 'target\dependencies')).Trim() };" ^
  "$path = ($parts -join ';').Replace('\', '\\');" ^
  "[IO.File]::WriteAllText((Join-Path $env:TARGET 'classpath'), '-cp \"' + $path + '\"')"
if errorlevel 1 exit /b 3

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Xmx320m -Xmn128m ^
  -DOPT_OUT_TRACKING=true -Dai.djl.offline=true -Dai.djl.pytorch.num_threads=1 ^
  -Djna.nounpack=true -Djna.nosys=true "-Dmarksheet.home=%MARKSHEET_HOME%" ^
  "@%TARGET%\classpath" org.marksheet.grader.cli.Marksheet %*
exit /b %ERRORLEVEL%
