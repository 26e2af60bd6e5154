import { setTimeout } from 'node:timers/promises';
import {
  execute,
  GraphQLInt,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  subscribe,
  validate,
} from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import type { WebSocketServer } from 'ws';

const stepMs = 250;

/** `hello`, `countdown(from: Int!)` and `greetings` over graphql-transport-ws. */
export function serveGraphql(server: WebSocketServer): void {
  // The functions of the same copy of graphql as the schema: Vitest resolves `graphql` to its ES
  // modules and Node, for graphql-ws, to its CommonJS, and one does not know the other's schema.
  // No keep-alive pings: they are of no use on loopback and would be timers to stop.
  useServer({ schema, validate, execute, subscribe }, server, 0);
}

const query = new GraphQLObjectType({
  name: 'Query',
  fields: { hello: { type: GraphQLString, resolve: () => 'Hello from the playground' } },
});

const subscription = new GraphQLObjectType({
  name: 'Subscription',
  fields: {
    countdown: {
      type: new GraphQLNonNull(GraphQLInt),
      args: { from: { type: new GraphQLNonNull(GraphQLInt) } },
      subscribe: (_, { from }: { from: number }) => inSteps(countDown(from)),
    },
    greetings: {
      type: new GraphQLNonNull(GraphQLString),
      subscribe: () => inSteps(greetings),
    },
  },
});

const schema = new GraphQLSchema({ query, subscription });

function* countDown(from: number): Generator<{ countdown: number }> {
  for (let countdown = from; countdown >= 0; countdown -= 1) yield { countdown };
}

const greetings = ['Hi', 'Hej', 'Hola', 'Ciao', 'こんにちは'].map((text) => ({ greetings: text }));

async function* inSteps<Result>(results: Iterable<Result>): AsyncGenerator<Result> {
  let isFirst = true;
  for (const result of results) {
    // Unreferenced: a subscription that is cut off must not keep the process alive.
    if (!isFirst) await setTimeout(stepMs, undefined, { ref: false });
    isFirst = false;
    yield result;
  }
}
