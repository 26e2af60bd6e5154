/** A socket of a worker. Sends on whatever text the page posts to it, and posts back each echo. */
const socket = new WebSocket(`ws://${location.host}/echo?worker`);
const opened = new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
opened.then(() => socket.send('from worker'));
socket.addEventListener('message', (event) => self.postMessage(event.data));
self.addEventListener('message', async (event) => {
  await opened;
  socket.send(event.data);
});

// A module for the type checker, so that its names are its own.
export {};
