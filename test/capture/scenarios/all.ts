import type { Scenario } from '../scenario.ts';
import { graphqlTransportWs } from './graphql.ts';
import { socketIoV4 } from './socket-io.ts';
import { subscriptionsTransportWs } from './subscriptions-transport-ws.ts';

export const scenarios: readonly Scenario[] = [
  socketIoV4,
  graphqlTransportWs,
  subscriptionsTransportWs,
];
