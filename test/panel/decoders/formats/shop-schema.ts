import { create, toBinary } from '@bufbuild/protobuf';
import {
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  file_google_protobuf_any,
  file_google_protobuf_duration,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_wrappers,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
} from '@bufbuild/protobuf/wkt';

/** A schema with all that proto3 has, as text and, written by hand beside it, as descriptors. */
export const shopProto = `
syntax = "proto3";
package shop.v1;
import "google/protobuf/timestamp.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/any.proto";
import "google/protobuf/wrappers.proto";

// An order.
message Order {
  int64 id = 1;
  string customer_name = 2;
  repeated Item items = 3;
  map<string, int32> stock = 4;
  map<int32, Item> by_number = 5;
  State state = 6;
  repeated State history = 7;
  oneof payment {
    string card = 8;
    double cash = 9;
  }
  bytes signature = 10;
  repeated sint32 deltas = 11;
  repeated int32 loose = 12 [packed = false];
  google.protobuf.Timestamp at = 13;
  google.protobuf.Duration took = 14;
  google.protobuf.Struct extra = 15;
  google.protobuf.Any detail = 16;
  google.protobuf.Int64Value maybe = 17;
  optional bool gift = 18;
  float ratio = 19;
  fixed64 stamp = 20;
  sfixed32 offset = 21;
  uint32 count = 22;
  google.protobuf.Value any_value = 23;
  uint64 big = 24;

  message Item {
    string name = 1;
    uint32 amount = 2;
  }
  enum State {
    UNKNOWN = 0;
    OPEN = 1;
    PAID = 2;
    BROKEN = -1;
  }
}
`;

const field = (
  name: string,
  number: number,
  type: Type,
  more: {
    typeName?: string;
    repeated?: boolean;
    oneof?: number;
    packed?: boolean;
    optional?: true;
  } = {},
) => ({
  name,
  // As protoc fills it in.
  jsonName: name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase()),
  number,
  type,
  label: more.repeated ? Label.REPEATED : Label.OPTIONAL,
  ...(more.typeName ? { typeName: more.typeName } : {}),
  ...(more.oneof === undefined ? {} : { oneofIndex: more.oneof }),
  ...(more.optional ? { proto3Optional: true } : {}),
  ...(more.packed === undefined ? {} : { options: { packed: more.packed } }),
});
const entry = (name: string, key: Type, value: Type, typeName?: string) => ({
  name,
  field: [field('key', 1, key), field('value', 2, value, typeName ? { typeName } : {})],
  options: { mapEntry: true },
});

const shopFile: FileDescriptorProto = create(FileDescriptorProtoSchema, {
  name: 'shop.proto',
  package: 'shop.v1',
  syntax: 'proto3',
  dependency: ['timestamp', 'duration', 'struct', 'any', 'wrappers'].map(
    (name) => `google/protobuf/${name}.proto`,
  ),
  messageType: [
    {
      name: 'Order',
      oneofDecl: [{ name: 'payment' }, { name: '_gift' }],
      nestedType: [
        { name: 'Item', field: [field('name', 1, Type.STRING), field('amount', 2, Type.UINT32)] },
        entry('StockEntry', Type.STRING, Type.INT32),
        entry('ByNumberEntry', Type.INT32, Type.MESSAGE, '.shop.v1.Order.Item'),
      ],
      enumType: [
        {
          name: 'State',
          value: [
            { name: 'UNKNOWN', number: 0 },
            { name: 'OPEN', number: 1 },
            { name: 'PAID', number: 2 },
            { name: 'BROKEN', number: -1 },
          ],
        },
      ],
      field: [
        field('id', 1, Type.INT64),
        field('customer_name', 2, Type.STRING),
        field('items', 3, Type.MESSAGE, { typeName: '.shop.v1.Order.Item', repeated: true }),
        field('stock', 4, Type.MESSAGE, { typeName: '.shop.v1.Order.StockEntry', repeated: true }),
        field('by_number', 5, Type.MESSAGE, {
          typeName: '.shop.v1.Order.ByNumberEntry',
          repeated: true,
        }),
        field('state', 6, Type.ENUM, { typeName: '.shop.v1.Order.State' }),
        field('history', 7, Type.ENUM, { typeName: '.shop.v1.Order.State', repeated: true }),
        field('card', 8, Type.STRING, { oneof: 0 }),
        field('cash', 9, Type.DOUBLE, { oneof: 0 }),
        field('signature', 10, Type.BYTES),
        field('deltas', 11, Type.SINT32, { repeated: true }),
        field('loose', 12, Type.INT32, { repeated: true, packed: false }),
        field('at', 13, Type.MESSAGE, { typeName: '.google.protobuf.Timestamp' }),
        field('took', 14, Type.MESSAGE, { typeName: '.google.protobuf.Duration' }),
        field('extra', 15, Type.MESSAGE, { typeName: '.google.protobuf.Struct' }),
        field('detail', 16, Type.MESSAGE, { typeName: '.google.protobuf.Any' }),
        field('maybe', 17, Type.MESSAGE, { typeName: '.google.protobuf.Int64Value' }),
        field('gift', 18, Type.BOOL, { oneof: 1, optional: true }),
        field('ratio', 19, Type.FLOAT),
        field('stamp', 20, Type.FIXED64),
        field('offset', 21, Type.SFIXED32),
        field('count', 22, Type.UINT32),
        field('any_value', 23, Type.MESSAGE, { typeName: '.google.protobuf.Value' }),
        field('big', 24, Type.UINT64),
      ],
    },
  ],
});

const shopSetMessage = create(FileDescriptorSetSchema, {
  file: [
    file_google_protobuf_timestamp.proto,
    file_google_protobuf_duration.proto,
    file_google_protobuf_struct.proto,
    file_google_protobuf_any.proto,
    file_google_protobuf_wrappers.proto,
    shopFile,
  ],
});
export const shopDescriptors = shopSetMessage;
export const shopDescriptorBytes = toBinary(FileDescriptorSetSchema, shopSetMessage);

/** A set with only one of the files, as protoc writes it without --include_imports. */
export const shopSetOf = (name: string): Uint8Array =>
  toBinary(
    FileDescriptorSetSchema,
    create(FileDescriptorSetSchema, {
      file: shopSetMessage.file.filter((file) => file.name === name),
    }),
  );
