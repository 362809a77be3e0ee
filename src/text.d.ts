/** Shell files and texts are imported as functions that give their text: the bundle has it compressed, until it is asked for. */
declare module '*.sh' {
  const text: () => string
  export default text
}
declare module '*.bash' {
  const text: () => string
  export default text
}
declare module '*.zsh' {
  const text: () => string
  export default text
}
declare module '*.fish' {
  const text: () => string
  export default text
}
declare module '*.txt' {
  const text: () => string
  export default text
}
