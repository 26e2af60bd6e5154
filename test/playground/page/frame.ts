/** The framed page. `?frame=` names it, in its socket's URL too. */
import { button, element } from './element.ts';
import { liveSocket } from './live-socket.ts';
import { createLog } from './log.ts';

const name = new URLSearchParams(location.search).get('frame') ?? 'playground';
const log = createLog('Frame');
const socket = liveSocket(`/echo?frame=${encodeURIComponent(name)}`, log);
const sendAgain = button('Send from the frame', () => socket.send(`from ${name}`));

document.body.classList.add('framed');
document.body.append(element('div', { className: 'actions' }, [sendAgain, log.state]), log.list);
socket.send(`from ${name}`);
