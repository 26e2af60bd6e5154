/** The first script of `/inline` and `/strict`. The title tells when the echo came back. */
const socket = new WebSocket(`ws://${location.host}/echo`);
socket.addEventListener('open', () => socket.send('first'));
socket.addEventListener('message', (event) => {
  document.title = `${document.title}: ${event.data}`;
});

// A module for the type checker, so that its names are its own.
export {};
