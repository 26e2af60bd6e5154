/** The page for people: a card for each scenario. `?autoplay` starts the gentle ones. */
import { createCard } from './card.ts';
import { button, element } from './element.ts';
import type { Scenario } from './scenario.ts';
import { binary } from './scenarios/binary.ts';
import { chat } from './scenarios/chat.ts';
import { echo } from './scenarios/echo.ts';
import { expired } from './scenarios/expired.ts';
import { flood } from './scenarios/flood.ts';
import { frame } from './scenarios/frame.ts';
import { graphql } from './scenarios/graphql.ts';
import { refused } from './scenarios/refused.ts';
import { socketIo } from './scenarios/socket-io.ts';
import { ticker } from './scenarios/ticker.ts';
import { worker } from './scenarios/worker.ts';

const scenarios: readonly Scenario[] = [
  echo,
  ticker,
  chat,
  binary,
  socketIo,
  graphql,
  frame,
  worker,
  expired,
  refused,
  flood,
];

const cards = scenarios.map(createCard);
const playAll = () => {
  for (const { act } of cards) act.play?.();
};
const stopAll = () => {
  for (const { act } of cards) act.stop();
};

document.body.append(
  element('header', {}, [
    element('div', {}, [
      element('h1', {}, ['Sockets playground']),
      element('p', {}, ['Open DevTools, choose the Sockets tab, and press a button.']),
    ]),
    element('div', { className: 'actions' }, [
      button('Play everything', playAll),
      button('Stop everything', stopAll),
    ]),
  ]),
  element(
    'main',
    {},
    cards.map((card) => card.root),
  ),
);

if (new URLSearchParams(location.search).has('autoplay')) playAll();
