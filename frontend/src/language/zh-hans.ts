import { en } from './en'
export const zhHans: typeof en = en
