/** A field: its name, and a scalar, `map` with the type of its values, or the name of a message. */
export interface CentrifugoField {
  readonly name: string;
  readonly type: string;
}

const fields = (text: string): ReadonlyMap<number, CentrifugoField> =>
  new Map(
    text.split(',').map((field) => {
      const [number = '', name = '', type = ''] = field.trim().split(' ');
      return [Number(number), { name, type }] as const;
    }),
  );

/**
 * The messages of the protocol by the numbers of their fields.
 * @see https://github.com/centrifugal/protocol/blob/master/definitions/client.proto
 */
export const centrifugoMessages: Readonly<Record<string, ReadonlyMap<number, CentrifugoField>>> = {
  Command: fields(
    '1 id uint, 4 connect ConnectRequest, 5 subscribe SubscribeRequest, 6 unsubscribe Channel, 7 publish PublishRequest, 8 presence Channel, 9 presence_stats Channel, 10 history HistoryRequest, 11 ping Empty, 12 send Data, 13 rpc RPCRequest, 14 refresh Token, 15 sub_refresh Channel',
  ),
  Reply: fields(
    '1 id uint, 2 error Error, 4 push Push, 5 connect ConnectResult, 6 subscribe SubscribeResult, 7 unsubscribe Empty, 8 publish Empty, 9 presence PresenceResult, 10 presence_stats PresenceStats, 11 history HistoryResult, 12 ping Empty, 13 rpc Data, 14 refresh RefreshResult, 15 sub_refresh Expiry',
  ),
  Error: fields('1 code uint, 2 message string, 3 temporary bool'),
  Push: fields(
    '1 id int, 2 channel string, 4 pub Publication, 5 join Info, 6 leave Info, 7 unsubscribe Reason, 8 message Data, 9 subscribe Subscribe, 10 connect Connect, 11 disconnect Disconnect, 12 refresh Expiry',
  ),
  ClientInfo: fields('1 user string, 2 client string, 3 conn_info bytes, 4 chan_info bytes'),
  Publication: fields(
    '4 data bytes, 5 info ClientInfo, 6 offset uint, 7 tags map:string, 8 delta bool, 9 time int, 10 channel string, 11 key string, 12 removed bool, 13 score sint, 14 epoch string, 15 prev_data bytes, 16 version uint',
  ),
  Info: fields('1 info ClientInfo'),
  Reason: fields('2 code uint, 3 reason string'),
  Subscribe: fields(
    '1 recoverable bool, 4 epoch string, 5 offset uint, 6 positioned bool, 7 data bytes',
  ),
  Data: fields('1 data bytes'),
  Connect: fields(
    '1 client string, 2 version string, 3 data bytes, 4 subs map:SubscribeResult, 5 expires bool, 6 ttl uint, 7 ping uint, 8 pong bool, 9 session string, 10 node string, 11 time int',
  ),
  Disconnect: fields('1 code uint, 2 reason string, 3 reconnect bool'),
  Expiry: fields('1 expires bool, 2 ttl uint, 3 items Publication'),
  ConnectRequest: fields(
    '1 token string, 2 data bytes, 3 subs map:SubscribeRequest, 4 name string, 5 version string, 6 headers map:string, 7 flag int',
  ),
  ConnectResult: fields(
    '1 client string, 2 version string, 3 expires bool, 4 ttl uint, 5 data bytes, 6 subs map:SubscribeResult, 7 ping uint, 8 pong bool, 9 session string, 10 node string, 11 time int',
  ),
  Token: fields('1 token string'),
  RefreshResult: fields('1 client string, 2 version string, 3 expires bool, 4 ttl uint'),
  SubscribeRequest: fields(
    '1 channel string, 2 token string, 3 recover bool, 6 epoch string, 7 offset uint, 8 data bytes, 9 positioned bool, 10 recoverable bool, 11 join_leave bool, 12 delta string, 13 tf FilterNode, 14 flag int, 15 type int, 16 phase int, 17 cursor string, 18 limit int, 19 asc bool',
  ),
  SubscribeResult: fields(
    '1 expires bool, 2 ttl uint, 3 recoverable bool, 6 epoch string, 7 publications Publication, 8 recovered bool, 9 offset uint, 10 positioned bool, 11 data bytes, 12 was_recovering bool, 13 delta bool, 14 id int, 15 type int, 16 phase int, 17 cursor string, 18 state Publication, 19 publish_debounce uint',
  ),
  FilterNode: fields(
    '1 op string, 2 key string, 3 cmp string, 4 val string, 5 vals string, 6 nodes FilterNode',
  ),
  Channel: fields('1 channel string, 2 token string, 3 type int'),
  PublishRequest: fields(
    '1 channel string, 2 data bytes, 3 type int, 4 key string, 5 removed bool',
  ),
  PresenceResult: fields('1 presence map:ClientInfo'),
  PresenceStats: fields('1 num_clients uint, 2 num_users uint'),
  StreamPosition: fields('1 offset uint, 2 epoch string'),
  HistoryRequest: fields('1 channel string, 7 limit int, 8 since StreamPosition, 9 reverse bool'),
  HistoryResult: fields('1 publications Publication, 2 epoch string, 3 offset uint'),
  RPCRequest: fields('1 data bytes, 2 method string'),
  Empty: new Map(),
};
