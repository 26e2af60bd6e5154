/** MessagePack, CBOR, BSON, ETF, Protocol Buffers, gRPC-Web, FlatBuffers and Cap’n Proto. */
export const binaryFormats: Readonly<Record<string, string>> = {
  'expected the value of the key at byte {0}': 'ожидалось значение ключа с байта {0}',
  'expected {0} of the {1} at byte {2}': 'не хватает: {0:text} ({1:any} с байта {2})',
  '0xc1 is never used': 'байт 0xc1 не используется',
  'more than one document, the second': 'несколько документов подряд, второй',

  'a sequence of items, the second': 'последовательность значений, второе',
  'expected a value or the break of byte {0}':
    'ожидалось значение или метка конца того, что начато на байте {0}',
  'expected a chunk or the break of {0} at byte {1}':
    'ожидался кусок или метка конца ({0:text} с байта {1})',
  'a tag without a number': 'тег без номера',
  'a break where a value should be': 'метка конца там, где нужно значение',
  'a simple value below 32 in two bytes': 'простое значение меньше 32 записано двумя байтами',
  'an integer without a number': 'целое число без значения',
  'a reserved length': 'зарезервированная длина',

  'unexpected data after the document': 'лишние данные после документа',
  'a document of {0} bytes': 'документ длиной {0} {0|байт|байта|байт}, так не бывает',
  'a document of {0} bytes, longer than what it is in':
    'документ длиной {0} {0|байт|байта|байт}, длиннее того, в чём он лежит',
  'a document that should end at byte {0}': 'документ должен был кончиться на байте {0}',
  'type {0}, which is none': 'типа {0} нет',
  'a key without end': 'у ключа нет конца',
  'the key of an item is not its index {0}': 'ключ элемента не равен его номеру {0}',
  '{0} of {1} bytes, longer than its document':
    '{0}: длина {1} {1|байт|байта|байт}, больше всего документа',
  '{0} of {1} bytes': '{0}: длина {1} {1|байт|байта|байт}, так не бывает',
  '{0} without a zero at its end': '{0} без нуля в конце',
  'regex without end': 'у регулярного выражения (regex) нет конца',
  'javascriptWithScope with lengths that do not fit': 'javascriptWithScope: длины не сходятся',

  'unexpected data after the term': 'лишние данные после терма',
  'expected the version byte 131': 'ожидался байт версии 131',
  'tag {0}, which is none': 'тега {0} нет',
  'expected a compressed term': 'ожидался сжатый терм',
  'a term of {0} bytes, more than the limit': 'терм в {0} {0|байт|байта|байт}, больше предела',
  'compressed data that is damaged: {0}': 'сжатые данные повреждены: {0:any}',
  'a term of {0} bytes where {1} were told': 'терм в {0} {0|байт|байта|байт}, а объявлено {1}',
  'a term of more than {0} bytes where {1} were told':
    'терм больше {0} {0|байта|байт|байт}, а объявлено {1}',

  'expected a frame': 'ожидался кадр',
  'flags {0}, which are none of a frame': 'флагов кадра {0} нет',

  'field number {0}': 'номера поля {0} не бывает',
  'the end of group {0}, which is not open': 'конец группы {0}, которая не открыта',
  'wire type {0}, which is none': 'типа записи (wire type) {0} нет',
  '{0} of {1} bytes, longer than its message':
    '{0:any}: длина {1} {1|байт|байта|байт}, больше всего сообщения',
  '{0} that does not end': '{0:any}: нет конца',
  'no FileDescriptorSet: write one with protoc --descriptor_set_out':
    'это не FileDescriptorSet: создайте его командой protoc --descriptor_set_out',
  'messages nested deeper than 100 levels': 'вложенность сообщений больше 100 уровней',
  'the field {0} has no type': 'у поля {0} нет типа',
  'a descriptor that is damaged': 'дескриптор повреждён',
  'no type {0} is known': 'тип {0} неизвестен',
  '{0}.{1}: no type {2} is known': '{0}.{1}: тип {2} неизвестен',
  '{0}.{1}: no type {2} is known: write the set with protoc --include_imports':
    '{0}.{1}: тип {2} неизвестен: создайте набор командой protoc --include_imports',
  '{0} is defined in another file too: remove one of the files':
    '{0} есть и в другом файле: уберите один из них',
  "the file ends where '{0}' is due": 'файл кончается там, где нужно «{0}»',
  'the file ends too early: is a bracket still open?':
    'файл кончается слишком рано: не осталась ли открытой скобка?',
  "'{0}' is due before '{1}'": 'перед «{1}» нужно «{0}»',
  "'{0}' cannot stand here": 'здесь не может стоять «{0}»',
  "'{0}' stands where {1} is due": 'вместо «{0}» нужно другое: {1:text}',
  'a text without its closing quote': 'у текста нет закрывающей кавычки',
  'a comment that does not end': 'у комментария нет конца',
  '{0} is defined twice: rename one': '{0} определено дважды: дайте одному другое имя',
  '{0} has the number {1} twice: give one of them another':
    'в {0} номер {1} стоит дважды: дайте одному полю другой',
  '{0} reserves {1}: take another': 'в {0} зарезервировано {1}: возьмите другое',
  '"{0}" is not among the files: add it too': '«{0}» нет среди файлов: добавьте и его',
  '{0} lacks {1}, which is required': 'в {0} нет обязательного поля {1}',
  '{0} is {1} and came in another way': 'поле {0} типа {1} записано иначе',
  'an entry of a map that is damaged': 'запись словаря повреждена',
  'packed {0} that does not end with a whole value':
    'упакованное поле {0} обрывается посреди значения',

  'the table of segments does not hold': 'таблица сегментов неверна',
  'the root table does not hold': 'корневая таблица неверна',
};
