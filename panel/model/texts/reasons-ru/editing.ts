/** Why an edited text cannot be written as bytes, or bytes not be shown as a text to edit. */
export const editing: Readonly<Record<string, string>> = {
  'the original cannot be decoded any more': 'исходное сообщение больше нельзя декодировать',
  'these bytes have other layers': 'у этих байтов другие слои',
  'this format cannot be written': 'этот формат нельзя записать',
  'cannot be edited, since JSON cannot say it: {0}':
    'нельзя изменить, в JSON этого не выразить: {0:text}',

  'expected a text': 'ожидался текст',
  'expected a number': 'ожидалось число',
  'expected true or false': 'ожидалось true или false',
  'expected a string': 'ожидалась строка',
  'expected an object': 'ожидался объект',
  'expected base64 in quotes': 'ожидался base64 в кавычках',
  'expected digits in quotes': 'ожидались цифры в кавычках',
  'expected a number in quotes': 'ожидалось число в кавычках',
  'expected 24 hex digits in quotes': 'ожидались 24 шестнадцатеричные цифры в кавычках',
  'expected a decimal of up to 34 digits in quotes':
    'ожидалось десятичное число до 34 цифр в кавычках',
  'expected a date in milliseconds, or {"$numberLong": "…"} of them':
    'ожидалась дата в миллисекундах или {"$numberLong": "…"} с ними',
  'expected a date as "2026-01-31T12:00:00Z"': 'ожидалась дата вида "2026-01-31T12:00:00Z"',
  'expected a time as "2026-01-31T12:00:00Z"': 'ожидалось время вида "2026-01-31T12:00:00Z"',
  'expected a duration as "1.5s"': 'ожидалась длительность вида "1.5s"',
  'expected a number, "NaN", "Infinity" or "-Infinity"':
    'ожидалось число, "NaN", "Infinity" или "-Infinity"',
  'a number beyond 64 bits': 'число не помещается в 64 бита',
  'an int beyond 32 bits': 'целое число не помещается в 32 бита',
  '{0} does not fit into 64 bits': '{0} не помещается в 64 бита',
  '{0} does not fit into {1}': '{0} не помещается в {1}',
  'a zero cannot stand in this text': 'в этом тексте не может быть нулевого символа',
  'the year is too far away': 'этот год слишком далеко',
  '$binary wants "base64" and "subType" of two hex digits':
    'для $binary нужны "base64" и "subType" из двух шестнадцатеричных цифр',
  '$scope wants an object': 'для $scope нужен объект',
  '$timestamp wants "t" and "i" from 0 to 4294967295':
    'для $timestamp нужны "t" и "i" от 0 до 4294967295',
  '$dbPointer wants "$ref" and "$id"': 'для $dbPointer нужны "$ref" и "$id"',
  '$ext wants [type from -128 to 127, "base64"]': 'для $ext нужно [тип от -128 до 127, "base64"]',
  '$map wants an array of pairs [key, value]': 'для $map нужен массив пар [ключ, значение]',
  '$sequence can only be the whole text': '$sequence может быть только всем текстом',
  '{0} wants an array': 'для {0} нужен массив',
  '{0} stands beside other keys; for a key of that name write {1}':
    '{0} стоит рядом с другими ключами; если это имя ключа, напишите {1}',
  '{0} is none of {1}; for a key of that name write {2}':
    '{0} не входит в список {1}; если это имя ключа, напишите {2}',
  'a document with the key {0} reads as another type in Extended JSON':
    'документ с ключом {0} читается в Extended JSON как другой тип',
  'a document is an object': 'документ должен быть объектом',

  'expected a comma or the end': 'ожидалась запятая или конец',
  "expected '_' and chunks": "ожидались '_' и куски",
  'texts and bytes do not mix': 'тексты и байты нельзя смешивать',
  "expected ',' or ')'": "ожидалось ',' или ')'",
  "expected ',' or '{0}'": "ожидалось ',' или '{0}'",
  'expected the end of a text': 'ожидался конец текста',
  'a text with an escape that JSON does not know': 'в тексте экранирование, которого нет в JSON',
  '{0} is no tag': '{0} — не тег',
  'simple wants a number': 'для simple нужно число',
  'a simple value is from 0 to 23 or from 32 to 255':
    'простое значение бывает от 0 до 23 или от 32 до 255',

  'expected a value of {0}': 'ожидалось значение типа {0}',
  'expected one of {0}': 'ожидалось одно из: {0}',
  'expected a whole number of {0} bits': 'ожидалось целое число из {0} {0|бита|бит|бит}',
  'expected an object for {0}': 'для {0} ожидался объект',
  'expected an array for {0}': 'для {0} ожидался массив',
  '{0} has no field {1}; it has {2}': 'в {0} нет поля {1}; есть {2}',
  'another field of the oneof {0} is set': 'уже задано другое поле из oneof {0}',
  '{0} wants {1}, which is required': 'в {0} нужно обязательное поле {1}',
  '{0} comes in several parts, which JSON cannot say':
    '{0} записано несколькими частями, в JSON этого не выразить',
  'a string that is not UTF-8, which JSON cannot say':
    'строка не в UTF-8, в JSON этого не выразить',
  'expected a list of fields [number, "how", value]':
    'ожидался список полей [номер, "вид", значение]',
  'expected a field [number, "how", value]': 'ожидалось поле [номер, "вид", значение]',
  'a field number is from 1 to {0}': 'номер поля бывает от 1 до {0}',

  '"{0}" is no field of a frame: {1}': 'у кадра нет поля «{0}», есть {1}',
  '"{0}" is no field of a packet: {1}': 'у пакета нет поля «{0}», есть {1}',
  '"{0}" must be a text': '«{0}» должно быть текстом',
  '"{0}" is longer than 255 bytes': '«{0}» длиннее 255 байт',
  '"kind" must be one of {0}': '"kind" должно быть одним из: {0}',
  '"type" must be one of {0}': '"type" должно быть одним из: {0}',
  '"payload": {0}': '"payload": {0:text}',
  '"attachments" belongs to BINARY_EVENT and BINARY_ACK, and is a number':
    '"attachments" бывает только у BINARY_EVENT и BINARY_ACK, и это число',
  '"namespace" begins with / and holds no comma':
    '"namespace" начинается с / и не содержит запятой',
  '"id" is a whole number': '"id" должно быть целым числом',
  '"data" must be an array': '"data" должно быть массивом',
  '"data" cannot be a number, it would be an id': '"data" не может быть числом: оно станет "id"',
  'expected a hub message, which is an object, or an array of them':
    'ожидалось сообщение хаба, то есть объект, или массив таких объектов',
  'expected a hub message, which is an array': 'ожидалось сообщение хаба, то есть массив',
  'only one whole frame can be edited, here are several or a part':
    'изменить можно только один целый кадр, а здесь несколько или часть',
  'the body is not text, edit the message as hex':
    'тело не является текстом, измените сообщение как hex',
  'expected a command, headers and an empty line': 'ожидались команда, заголовки и пустая строка',
  '{0} is no command': '{0} — не команда',
};
