/** Compression, pictures and files. */
export const packing: Readonly<Record<string, string>> = {
  'another block is missing': 'не хватает ещё одного блока',
  'the compressed data ends within a block': 'сжатые данные обрываются внутри блока',
  'the compressed data has no end': 'у сжатых данных нет конца',
  'the compressed data is damaged: {0}': 'сжатые данные повреждены: {0:any}',
  'the {0} is {1}, that of the content is {2}': '{0:text}: записано {1}, по содержимому {2}',
  'a block of the type 3, which does not exist': 'блок типа 3, такого типа нет',
  'the two lengths of a stored block differ': 'две длины несжатого блока различаются',
  'more codes than there are': 'кодов больше, чем бывает',
  'the code of the code lengths is not whole': 'код длин кодов неполон',
  'the code of a block is not whole': 'код блока неполон',
  'a code length that repeats nothing, or beyond the end':
    'длина кода повторяет то, чего нет, или заходит за конец',
  'a length that does not exist': 'такой длины нет',
  'a distance that does not exist': 'такого расстояния нет',
  'bytes from {0} bytes before, which is before the beginning':
    'байты, взятые на {0} {0|байт|байта|байт} раньше, то есть до начала',
  'bits that no code begins with': 'биты, с которых не начинается ни один код',
  'its decoder is not loaded yet, choose it again': 'декодер ещё не загружен, выберите его снова',

  'expected {0}': 'ожидалось {0:text}',
  'the method {0} is not known, only 8 is': 'метод {0} неизвестен, известен только 8',
  'the {0} has no end': 'у поля {0} нет конца',
  'the checksum and the size want 8 bytes, {0} left':
    'контрольная сумма и размер: нужно 8 байт, осталось {0}',
  'the check bits are wrong': 'контрольные биты неверны',
  'it wants a dictionary, which only the page knows':
    'нужен словарь, который есть только у страницы',
  'it wants a dictionary with the checksum {0}, which only the page knows':
    'нужен словарь с контрольной суммой {0}, который есть только у страницы',
  'it wants the dictionary {0}, which only the page knows':
    'нужен словарь {0}, который есть только у страницы',
  'the beginning of the stream was not recorded, and this goes on from it':
    'начало потока не записано, а это его продолжение',
  'an earlier message of the stream is damaged or missing, and this goes on from it':
    'более раннее сообщение потока повреждено или пропущено, а это его продолжение',
  'a reserved bit is set': 'установлен зарезервированный бит',
  'the version {0} is not known, only 1 is': 'версия {0} неизвестна, известна только 1',
  'expected a token': 'ожидался токен',
  'a copy from {0} bytes before, where nothing is':
    'копия из места на {0} {0|байт|байта|байт} раньше, где ничего нет',
  'the last sequence with its literals is missing':
    'нет последней последовательности с её литералами',
  'the limit': 'предел',
  'only {0} bytes of {1} are left': '{1:text} — обрыв: есть только {0} {0|байт|байта|байт}',
  'the length of a literal is cut off': 'длина литерала обрывается',
  'the offset of a copy is cut off': 'смещение копии обрывается',
  'the length at the beginning is not whole': 'длина в начале обрывается',
  'unpacks to {0} bytes, and says {1}': 'после распаковки {0} {0|байт|байта|байт}, а объявлено {1}',
  'expected the identifier': 'ожидался идентификатор',
  'a chunk of the type {0}, which may not be skipped': 'кусок типа {0}, который нельзя пропускать',
  'a chunk without a checksum': 'кусок без контрольной суммы',
  'a chunk of more than 65536 bytes': 'кусок больше 65536 байт',

  'no file that is known begins so': 'ни один известный файл так не начинается',
  'no picture begins so': 'ни одно изображение так не начинается',
  'a box that is shorter than its header': 'блок короче своего заголовка',
  'the box {0} is missing': 'нет блока {0}',
  'the trailer (3b) is missing': 'нет завершающего байта (3b)',
  'expected a block': 'ожидался блок',
  'expected a marker': 'ожидался маркер',
  'the end of the image (ff d9) is missing': 'нет конца изображения (ff d9)',
  'the chunk IEND is missing': 'нет куска IEND',
};
