@echo off
rem Quartet's command line, on the Node that came with it, from wherever the folder was put.
setlocal
set "app=%~dp0app"
if not exist "%app%" set "app=%~dp0app.asar.unpacked"
"%~dp0runtime\node.exe" "%app%\out\main\cli.mjs" %*
