/** What the libraries that unpack say of damage, in their own words. */
export const libraries: Readonly<Record<string, string>> = {
  'invalid zstd data': 'неверные данные zstd',
  'window size too large (>2046MB)': 'слишком большое окно (больше 2046 МБ)',
  'FSE accuracy too high': 'слишком высокая точность FSE',
  'match distance too far back': 'копия из слишком далёкого места',
  'unexpected EOF': 'неожиданный конец',
  'invalid block type': 'неверный тип блока',
  'invalid length/literal': 'неверная длина или литерал',
  'invalid distance': 'неверное расстояние',
  'invalid zlib data': 'неверные данные zlib',
  'Unexpected end of input': 'неожиданный конец',
  'Invalid reserved bit': 'неверный зарезервированный бит',
  'Invalid size byte': 'неверный байт размера',
  'Invalid size nibble': 'неверный полубайт размера',
  '[ReadHuffmanCode] invalid symbols': 'неверные символы в коде Хаффмана',
  '[ReadHuffmanCode] invalid num_codes or space': 'неполный код Хаффмана',
  '[BrotliDecompress] invalid distance': 'неверное расстояние',
};
