import { contextBridge, ipcRenderer, webUtils } from 'electron';

// The page makes the channel and keeps one end: no port passes through the bridge, which cannot carry it.
window.addEventListener('message', ({ origin, data, ports }) => {
  if (origin === location.origin && data === 'quartet:connect')
    ipcRenderer.postMessage('quartet:connect', null, [...ports]);
});

contextBridge.exposeInMainWorld('quartetDesktop', {
  /** The path of a file or folder that was dropped on the window, which a page cannot see by itself. */
  pathOf: (file: File): string => webUtils.getPathForFile(file),
});
