/** Where something is wrong: what a reason ends with. Holes are whole numbers. */
export const places: Readonly<Record<string, string>> = {
  ' at byte {0}': ', байт {0}',
  ' at byte {0}, where the payload ends': ', байт {0}, здесь данные кончаются',
  ' at byte {0}, the first of {1}': ', байт {0}, первое из {1} таких мест',
  ' at character {0}': ', символ {0}',
  ' at line {0}, column {1}': ', строка {0}, столбец {1}',
};
