// Nothing: engines of today have what makes short strings; see ../lib/short_strings.js.

export const shortStrings = () => false;
