/** What asks and what answers in each conversation, in the words of `shapeOf`, checked by hand. */
export const shapes: Readonly<Record<string, string>> = {
  'action-cable': 'c ?1 !1 e e c ?2 !2 b',
  'amqp-1.0': 'c c c ?1 !1 c ?2 ?3 ?4 c !2 !3 !4 c ?5 !5 ?6 ?7 !6 !7 c ?8 !8 c c ?9 !9',
  appsync: 'c c ?1 !1 !1 ?2 !2 b b c !1',
  'centrifugo-json': '?1 !1 ?2 !2 ?3 !3 ?4 !4 ?5 !5 ?6 !6 e e ?7 !7 b b ?8 !8',
  'centrifugo-protobuf': '?1 !1 ?2 !2 ?3 !3 ?4 !4 ?5 !5 ?6 !6 e e ?7 !7 b b ?8 !8',
  colyseus: '?1 !1 e e e e e e e e ?2 !2 ?3 !3 b b c',
  ddp: '?1 !1 ?2 e !2 ?3 !3 e e e c',
  'graphql-transport-ws': 'c c ?1 !1 !1 !1 ?2 !2 c ?3 !3 !3 ?4 !4 !4 ?5 !5 !2 b b',
  'json-rpc': '?1 !1 e e ?2 !2 e ?3 !3 ?4 e e !4 ?5 !5',
  'jupyter-v1': '?1 e e e e !1 e ?2 e e e e !2 e ?3 e e e !3 e',
  'mqtt-3.1.1-aedes':
    '?1 !1 ?2 !2 ?3 !3 e ?4 !4 e ?5 !5 ?6 ?7 !6 !7 ?6 ?7 !6 !7 ?8 !8 ?9 !9 ?10 !10 b b c',
  'mqtt-3.1.1-mosquitto':
    '?1 !1 ?2 !2 ?3 !3 e ?4 e ?5 !4 !5 ?6 !6 ?6 ?7 !6 !7 ?8 ?7 ?9 !8 !7 !9 ?10 !10 b b c',
  'mqtt-3.1.1-rabbitmq': '?1 !1 ?2 !2 ?3 !3 e ?4 e ?5 !5 !4 ?6 ?7 !7 !6 ?8 ?9 !9 !8 ?10 !10 b b c',
  'mqtt-5-mosquitto':
    '?1 !1 ?2 !2 ?3 !3 e ?4 e ?5 !4 !5 ?6 !6 ?6 ?7 !6 !7 ?8 ?7 ?9 !8 !7 !9 ?10 !10 b b c',
  nats: 'c c b b c e c ?1 ?2 !2 !1 ?3 !3 b b',
  nostr: 'c ?1 !1 ?2 !2 ?3 e !3 ?4 e !4 c ?5 !5',
  phoenix: '?1 !1 e ?2 e !2 ?3 e !3 ?4 !4 ?5 !5 b b ?6 !6 c',
  pusher: 'c ?1 !1 e ?2 !2 e c e ?3 !3 e c c b b',
  'rfb-websockify': 'c c c c c c c c c ? ! e e e e',
  'signalr-json':
    '?1 !1 b b ?2 !2 e e ?3 ?4 !4 !3 ?5 !5 ?6 !6 !6 !6 !6 ?7 e e !8 !7 ?9 !9 ?10 !9 !10 c',
  'signalr-messagepack': '?1 !1 b b ?2 !2 e e ?3 !3 c',
  'socket.io-v2': 'c !1 ?2 !2 e e e e ?3 !3 e b b c c',
  'socket.io-v4': 'c ?1 !1 ?2 !2 e e ?3 ?4 !4 !3 e e e e e ?5 !5 ?6 !6 c ?7 !7 b b c',
  sockjs: 'c - - - - - - - c',
  'stomp-1.2-rabbitmq': '?1 !1 ?2 !2 ?3 e !3 e e e e c c ?4 !4 c e c c e c e c b b ?5 !5 ?6 ! ?7',
  'stomp-1.2-sockjs': 'c ?1 !1 ? e - - e e b b b ?2 !2 c',
  'subscriptions-transport-ws': 'c c b ?1 !1 !1 !1 ?2 !2 c ?3 !3 !3 ?4 !4 !4 c',
  'vite-hmr': 'c e e e e e e b',
  'wamp-2-json':
    '?1 !1 ?2 !2 ?3 e !3 ?4 !4 ?5 !5 ?6 ?7 !7 !6 ?8 !8 ?9 ?10 !10 !9 ?11 !11 ?12 !12 ?13 !13 c c',
  'webpack-dev-server': 'e e e e e e e e e e e e e e e e e e e e e e e e',
  xmpp: '?1 !1 c ?2 !2 ?1 !1 c ?3 !3 e e e e c c',
  yjs: '?1 ?2 e !1 !2 e e e e e e e',
};
