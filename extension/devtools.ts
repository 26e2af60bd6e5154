import browser from 'webextension-polyfill';

// Paths are told from the extension's root, where the build puts the panel's page.
await browser.devtools.panels.create('Sockets', '/icons/16.png', '/panel/panel.html');
