import { setTimeout } from 'node:timers/promises';
import {
  GraphQLInt,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';

async function* greetings() {
  yield { greetings: 'Hi' };
  yield { greetings: 'こんにちは' };
}

async function* down(from: number) {
  for (let down = from; down >= 0; down -= 1) {
    yield { down };
    // Long enough for a client to break it off.
    await setTimeout(50);
  }
}

/** `hello`, `fails`, `greetings` and `down(from)`. */
export const greetingSchema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      hello: { type: GraphQLString, resolve: () => 'Hello' },
      fails: {
        type: GraphQLString,
        resolve: () => {
          throw new Error('as asked');
        },
      },
    },
  }),
  subscription: new GraphQLObjectType({
    name: 'Subscription',
    fields: {
      greetings: { type: GraphQLString, subscribe: greetings },
      down: {
        type: GraphQLInt,
        args: { from: { type: new GraphQLNonNull(GraphQLInt) } },
        subscribe: (_, { from }: { from: number }) => down(from),
      },
    },
  }),
});
