/** HAR files, the disk, the workers, and batches that the relay has refused. */
export const files: Readonly<Record<string, string>> = {
  'The file is not JSON: {0}. Choose a HAR file, or export it again.':
    'Файл — не JSON: {0:any}. Выберите файл HAR или экспортируйте его снова.',
  'The file is not a HAR: {0} is {1}, not {2}. Choose a HAR file, or export it again.':
    'Файл — не HAR: в {0} {1:text}, а нужен {2:text}. Выберите файл HAR или экспортируйте его снова.',
  '{0} {1} more in this entry are like it.': '{0:text} Ещё таких в этой записи: {1:number}.',
  'There are {0} more problems in log.entries. Correct these first, then import the file again.':
    'Ещё проблем в log.entries: {0:number}. Исправьте сначала эти, затем импортируйте файл снова.',

  'is {0}, not a string. It was left out.': '{0:text}, а нужна строка. Это пропущено.',
  'is {0}, not true or false. It was taken as false.':
    '{0:text}, а нужно true или false. Принято за false.',
  'is {0}, not a whole number from 0 to {1}. It was left out.':
    '{0:text}, а нужно целое число от 0 до {1}. Это пропущено.',
  'is {0}, not a time in milliseconds since 1970. It was left out.':
    '{0:text}, а нужно время в миллисекундах с 1970 года. Это пропущено.',
  'is {0}, not an array. It was left out.': '{0:text}, а нужен массив. Это пропущено.',
  'is {0}, not an object. It was left out.': '{0:text}, а нужен объект. Это пропущено.',
  "is {0}: the messages are in that file. Record the HAR with content: 'embed' to have them here.":
    "{0:text}: сообщения в этом файле. Чтобы они были здесь, запишите HAR с content: 'embed'.",
  "is {0}, not an object or 'aborted'. It was left out.":
    "{0:text}, а нужен объект или 'aborted'. Это пропущено.",
  'is {0}, not a time after the socket was created. The end of the entry was taken.':
    '{0:text}, а нужно время после создания сокета. Взят конец записи.',
  'is {0}, not a string. The socket was kept without its address.':
    '{0:text}, а нужна строка. Сокет оставлен без адреса.',
  'is {0}, which this version of Sockets does not know. Only the messages were read. Update Sockets to read the rest.':
    '{0:text}, этого данная версия Sockets не знает. Прочитаны только сообщения. Обновите Sockets, чтобы прочитать остальное.',
  'is {0}, not a time such as 2024-01-31T12:00:00.000Z. The time of the first message was taken.':
    '{0:text}, а нужно время вида 2024-01-31T12:00:00.000Z. Взято время первого сообщения.',
  'is {0}, not a time. The time of the message next to it was taken.':
    '{0:text}, а нужно время. Взято время соседнего сообщения.',
  "is {0}, not 'send', 'receive' or 'error'. The message was left out.":
    "{0:text}, а нужно 'send', 'receive' или 'error'. Сообщение пропущено.",
  'is {0}, a control frame, which is no message. It was left out.':
    '{0}, управляющий кадр, а не сообщение. Это пропущено.',
  'is {0}, not a string. The message was kept without its content.':
    '{0:text}, а нужна строка. Сообщение оставлено без содержимого.',
  'cannot be read: {0}. What stands there was kept as text.':
    'не читается: {0:text}. Написанное сохранено как текст.',
  'is {0}, not 1 (text) or 2 (binary). The message was taken as text.':
    '{0:text}, а нужно 1 (текст) или 2 (двоичные данные). Сообщение принято за текст.',
  'is {0}, less than the {1} bytes that are there. It was left out.':
    '{0}, меньше имеющихся байтов ({1}). Это пропущено.',
  'is {0}, not one of {1}. It was taken as closed.':
    '{0:text}, а нужно одно из: {1}. Сокет считается закрытым.',
  'is {0}, which this version does not know. The event was left out.':
    '{0:text}, этого данная версия не знает. Событие пропущено.',

  'the worker did not start': 'рабочий поток не запустился',
  'the worker was stopped': 'рабочий поток остановлен',
  'the worker failed': 'сбой в рабочем потоке',
  'the file took only a part': 'в файл записалась только часть',
  'the file is shorter than it was': 'файл короче, чем был',

  'not a buffer': 'это не буфер',
  'shorter than its header': 'короче своего заголовка',
  'unknown layout or version': 'неизвестное устройство или версия',
  'its length differs from what its header says': 'длина не такая, как в заголовке',
  'the time origin is not a number': 'начало отсчёта времени — не число',
  '{0} bytes, {1} at most': '{0} {0|байт|байта|байт}, а можно не больше {1}',
  '{0} expected, {1} came': 'ожидался номер {0}, пришёл {1}',
  '{0} records, {1} announced': '{0} {0|запись|записи|записей}, а объявлено {1}',
  '{0} messages, {1} announced': '{0} {0|сообщение|сообщения|сообщений}, а объявлено {1}',
  'its length is out of bounds': 'длина за пределами пакета',
  'its content does not fit its length': 'содержимое не соответствует длине',
  'more content than the message has': 'содержимого больше, чем в сообщении',
  'the number of records differs from what its header says':
    'число записей не такое, как в заголовке',
  'cut off in its header': 'обрывается в заголовке',
  '{0} bytes, {1} left': '{0} {0|байт|байта|байт}, а осталось {1}',
  '{0} bytes of content in {1}': '{0} {0|байт|байта|байт} содержимого в {1}',
  'unknown kind {0}': 'неизвестный вид {0}',
  'its time is not a number': 'время — не число',
  '{0} bytes of a message of {1}': '{0} {0|байт|байта|байт} сообщения длиной {1}',
};
