@echo off
rem Corvid's launcher for Windows. Not tested on Windows yet: please report what does not work.
setlocal EnableDelayedExpansion
set "ROOT=%~dp0"
set "STATE=%ROOT%.corvid-build"

if not defined JAVA_HOME goto nojdk
findstr /B /C:"JAVA_VERSION=\"25" "%JAVA_HOME%\release" >nul 2>nul || goto nojdk

rem The first word that is no option names the program.
set "APP=shell"
for %%W in (%1 %2 %3) do (
  if "%%~W"=="eval" set "APP=eval"
  if "%%~W"=="bench" set "APP=bench"
)

rem Built once; delete .corvid-build to build again after a change.
if not exist "%STATE%\%APP%.classpath" (
  echo corvid: building, once: about a minute, more where Maven must first download its parts ... 1>&2
  if not exist "%STATE%" mkdir "%STATE%"
  pushd "%ROOT%"
  call mvnw.cmd -B -q -pl apps/shell,apps/eval,apps/bench -am package -DskipTests -Dspotless.check.skip=true >"%STATE%\build.log" 2>&1
  if errorlevel 1 (
    type "%STATE%\build.log" 1>&2
    popd
    exit /b 1
  )
  for %%A in (shell eval bench) do (
    set /p DEPENDENCIES=<apps\%%A\target\dependencies
    echo %ROOT%apps\%%A\target\corvid-%%A.jar;!DEPENDENCIES!>"%STATE%\%%A.classpath"
  )
  popd
)
rem A class path may be longer than a command line: java reads it from a file of arguments.
set /p CLASSPATH=<"%STATE%\%APP%.classpath"
endlocal & set "CLASSPATH=%CLASSPATH%" & set "CORVID_APP=%APP%"
"%JAVA_HOME%\bin\java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:-UsePerfData -Xlog:disable -Xlog:all=warning:stderr %CORVID_JAVA_OPTS% dev.corvid.%CORVID_APP%.Main %*
exit /b %ERRORLEVEL%

:nojdk
echo corvid: JAVA_HOME names no JDK 25. 1>&2
echo corvid: install one (https://adoptium.net/temurin/releases/?version=25) and set JAVA_HOME to its folder. 1>&2
exit /b 1
