import type { Hint, MessageFacts } from './decoder.ts';
import type { Value } from './value.ts';

/** What a protocol says about a value. */
export interface Interpretation {
  readonly facts: MessageFacts;
  /** Names for items of arrays, by node: `subscription id` for the second item of a WAMP message. */
  readonly names?: ReadonlyMap<number, string>;
  /** What a value means, by node: `CALL` beside the 48. */
  readonly notes?: ReadonlyMap<number, string>;
}

/**
 * A protocol whose messages are values of a general format, JSON mostly: it gives meaning to a
 * tree that another decoder has read, and so works on JSON, MessagePack and CBOR alike.
 */
export interface Protocol {
  /** Stable name, the word of the filter: `graphql-ws`. */
  readonly name: string;
  /** Name for people: `GraphQL`. */
  readonly label: string;
  readonly specification: string;
  /** One sentence for the documentation: how a message is recognised. */
  readonly recognisedBy: string;
  /** A confidence from 0 to 1; from 0.5 on it is chosen. Cheap, never throws. */
  recognises(root: Value, hint: Hint): number;
  /** Never throws, also for values that it does not recognise: the user may have chosen it. */
  interpret(root: Value, hint: Hint): Interpretation;
}
