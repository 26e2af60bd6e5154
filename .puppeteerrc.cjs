// The browser is found on the machine (scripts/find-browser.mjs), never downloaded by the installer.
module.exports = { skipDownload: true };
