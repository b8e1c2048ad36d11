@echo off
rem Starts iam-tighten. Needs Java 17 or newer: JAVA_HOME, or java on the PATH. IAM_TIGHTEN_JAVA_OPTS holds more options of the JVM.
setlocal
set "HERE=%~dp0"
if not exist "%HERE%lib" set "HERE=%~dp0..\"
set "MAIN=%HERE%lib\iam-tighten-cli-@version@.jar"
if not exist "%MAIN%" (
  echo iam-tighten: %MAIN% is missing; unpack the distribution again 1>&2
  exit /b 2
)
if defined JAVA_HOME (
  if not exist "%JAVA_HOME%\bin\java.exe" (
    echo iam-tighten: JAVA_HOME is %JAVA_HOME%, where there is no bin\java.exe; set it to a Java 17 or newer, or unset it 1>&2
    exit /b 2
  )
  set "JAVA=%JAVA_HOME%\bin\java.exe"
) else (
  where java >nul 2>nul || (
    echo iam-tighten: there is no java; install Java 17 or newer, or set JAVA_HOME 1>&2
    exit /b 2
  )
  set "JAVA=java"
)
rem From Java 19 on the JVM makes and renews a class-data archive itself; before that these two options change nothing.
set "CACHE=%LOCALAPPDATA%\iam-tighten"
if not exist "%CACHE%" mkdir "%CACHE%" 2>nul
"%JAVA%" -XX:+IgnoreUnrecognizedVMOptions -Xlog:disable -Xlog:all=error:stderr -XX:-UsePerfData -XX:+UseSerialGC -XX:InitialRAMPercentage=10 -XX:NewRatio=1 -Dhttp.maxConnections=64 -Xshare:auto -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=%CACHE%\iam-tighten-@version@.jsa" %IAM_TIGHTEN_JAVA_OPTS% -cp "%MAIN%" io.iamtighten.cli.Main %*
exit /b %ERRORLEVEL%
