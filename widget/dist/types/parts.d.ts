export function loadWith(loader: GetPart): undefined;
export function part(path: string): Promise<any>;
/**
 * a command with its arguments, how its promise is settled, and how a subscription ends
 */
export type Call = {
    a: any[];
    y?: (value: unknown) => void;
    n?: (error: unknown) => void;
    x?: () => void;
};
export type GetPart = (path: string, integrity?: string) => Promise<any>;
