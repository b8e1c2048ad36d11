@echo off
rem Starts iam-tighten. Needs Java 17 or newer: JAVA_HOME, or java on the PATH.
rem   IAM_TIGHTEN_CDS=off          no class-data archive
rem   IAM_TIGHTEN_TIER=1           the quick JIT compiler alone
rem   IAM_TIGHTEN_JAVA_OPTS="..."  more options of the JVM
rem No blocks in brackets here: a bracket in a path, as in C:\Program Files (x86), would end them.
setlocal
set "HERE=%~dp0"
if not exist "%HERE%lib\" set "HERE=%~dp0..\"
set "MAIN=%HERE%lib\iam-tighten-cli-@version@.jar"
if not exist "%MAIN%" goto incomplete
if defined JAVA_HOME goto home
set "JAVA="
for %%j in (java.exe) do set "JAVA=%%~$PATH:j"
if not defined JAVA goto none
goto found
:home
set "JAVA=%JAVA_HOME%\bin\java.exe"
if not exist "%JAVA%" goto nothome

:found
for %%j in ("%JAVA%") do set "RELEASE=%%~dpj..\release"
set "VERSION=0"
if exist "%RELEASE%" for /f "usebackq tokens=1,2 delims==.-+" %%a in ("%RELEASE%") do if "%%a"=="JAVA_VERSION" set "VERSION=%%b"
set VERSION=%VERSION:"=%
if %VERSION% GTR 0 if %VERSION% LSS 17 goto old

rem From Java 19 on the JVM makes and renews a class-data archive itself; an older one told of a file that is not there uses none at all.
set ARCHIVE=
if %VERSION% LSS 19 goto start
if /i "%IAM_TIGHTEN_CDS%"=="off" goto start
if not defined LOCALAPPDATA goto start
if not exist "%LOCALAPPDATA%\iam-tighten\" mkdir "%LOCALAPPDATA%\iam-tighten" 2>nul
set ARCHIVE=-XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=%LOCALAPPDATA%\iam-tighten\iam-tighten-@version@.jsa"

:start
set TIER=
if defined IAM_TIGHTEN_TIER set TIER=-XX:TieredStopAtLevel=%IAM_TIGHTEN_TIER%
"%JAVA%" -XX:+IgnoreUnrecognizedVMOptions -Xlog:disable -Xlog:all=error:stderr -XX:-UsePerfData -XX:+UseSerialGC -XX:InitialRAMPercentage=10 -XX:NewRatio=1 -Dhttp.maxConnections=64 -Xshare:auto %ARCHIVE% %TIER% %IAM_TIGHTEN_JAVA_OPTS% -cp "%MAIN%" io.iamtighten.cli.Main %*
exit /b %ERRORLEVEL%

:incomplete
echo iam-tighten: "%MAIN%" is missing; unpack the distribution again 1>&2
exit /b 2
:none
echo iam-tighten: there is no java; install Java 17 or newer, or set JAVA_HOME 1>&2
exit /b 2
:nothome
echo iam-tighten: JAVA_HOME is "%JAVA_HOME%", where there is no bin\java.exe; set it to a Java 17 or newer, or unset it 1>&2
exit /b 2
:old
echo iam-tighten: "%JAVA%" is older than Java 17; install Java 17 or newer, or set JAVA_HOME to one 1>&2
exit /b 2
