import { attributeBehaviours } from './attributes.ts';
import { closingBehaviours } from './closing.ts';
import { creatingBehaviours } from './creating.ts';
import { eventBehaviours } from './events.ts';
import { frameBehaviours } from './frames.ts';
import { handshakingBehaviours } from './handshaking.ts';
import { inheritingBehaviours } from './inheriting.ts';
import { interfaceBehaviours } from './interface.ts';
import type { Behaviours } from './kit.ts';
import { realmBehaviours } from './realms.ts';
import { sendingBehaviours } from './sending.ts';
import { streamBehaviours } from './streams.ts';
import { surroundingBehaviours } from './surroundings.ts';

/** In this order they run in one page. */
export const allBehaviours: Behaviours = {
  // First, before the others leave anything behind.
  ...surroundingBehaviours,
  ...interfaceBehaviours,
  ...attributeBehaviours,
  ...creatingBehaviours,
  ...inheritingBehaviours,
  ...closingBehaviours,
  ...sendingBehaviours,
  ...eventBehaviours,
  ...realmBehaviours,
  ...frameBehaviours,
  ...streamBehaviours,
  // Last: both browsers make sockets wait after many that failed.
  ...handshakingBehaviours,
};
