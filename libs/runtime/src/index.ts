export { AppError, errorText } from "./app-error.ts";
export { errorCodes } from "./error-codes.ts";
export type { ErrorCode } from "./error-codes.ts";
