import type { Protocol } from '../protocol.ts';
import { jsonRpc } from './json-rpc.ts';

/** In order of preference: of two that are equally sure, the earlier one is chosen. */
export const valueProtocols: readonly Protocol[] = [jsonRpc];
