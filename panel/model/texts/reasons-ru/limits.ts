/** Where the reading of a payload stops by itself, and how much of something is there. */
export const limits: Readonly<Record<string, string>> = {
  'more than {0} bytes, the limit': 'больше предела в {0} {0|байт|байта|байт}',
  'more than {0} values, the limit': 'больше предела в {0} {0|значение|значения|значений}',
  'more than {0} members, the limit': 'больше предела в {0} {0|часть|части|частей}',
  'more than {0} values or too much time, it stopped':
    'больше {0} {0|значения|значений|значений} или слишком долго, чтение остановлено',
  'nested deeper than {0} levels, the limit':
    'вложенность больше предела в {0} {0|уровень|уровня|уровней}',
  'nested deeper than {0} levels': 'вложенность больше {0} {0|уровня|уровней|уровней}',
  'larger, deeper or slower than the limit, it stopped':
    'превышен предел размера, вложенности или времени, чтение остановлено',
  'reading takes too long, it stopped': 'чтение занимает слишком много времени и остановлено',
  'unpacking takes too long, it stopped after {0} bytes':
    'распаковка занимает слишком много времени и остановлена после {0} {0|байта|байт|байт}',
  'unpacks to more than {0} bytes, the limit':
    'после распаковки больше предела в {0} {0|байт|байта|байт}',
  'more blocks than the limit': 'блоков больше предела',
  'more blocks than the limit, or too much time': 'блоков больше предела или слишком долго',
  'more chunks than the limit, or too much time': 'кусков больше предела или слишком долго',
  'its window of {0} bytes is larger than the limit':
    'окно в {0} {0|байт|байта|байт} больше предела',
  '{0} more warnings, the first':
    'ещё {0} {0|предупреждение|предупреждения|предупреждений}, первое',
  'the payload is empty': 'сообщение пустое',
  '{0} wants {1} bytes, {2} left':
    '{0:any}: {1|нужен|нужно|нужно} {1} {1|байт|байта|байт}, осталось {2}',
  '{0} wants 1 byte, {1} left': '{0:any}: нужен 1 байт, осталось {1}',
  '{0} wants {1} bytes':
    '{0:any}: {1|нужен|нужно|нужно} {1} {1|байт|байта|байт}, столько не осталось',
  '{0} left over': 'лишнее в конце: {0:text}',
  '{0} left over in {1}': 'лишнее в конце ({1:any}): {0:text}',
  '{0} bytes behind the end': '{0} {0|байт|байта|байт} после конца',
  '1 byte behind the end': '1 байт после конца',
};
