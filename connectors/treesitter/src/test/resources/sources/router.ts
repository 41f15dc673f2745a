import { Request, Response } from "./http";

export interface Route {
  path: string;
  handle(request: Request): Promise<Response>;
}

/** Finds the route for a path. */
export class Router {
  private routes: Route[] = [];

  add(route: Route): this {
    this.routes.push(route);
    return this;
  }

  async dispatch(request: Request): Promise<Response> {
    const route = this.routes.find((r) => request.url.startsWith(r.path));
    if (!route) {
      return { status: 404, body: `no route for ${request.url} }` };
    }
    return route.handle(request);
  }
}

export const health = async (): Promise<Response> => {
  const started = Date.now();
  return { status: 200, body: String(started) };
};
