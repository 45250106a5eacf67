// A shopper's whole way with a generated client: search, quote, order, follow, return. Every response must also pass the generated validators.
import type { paths } from './openapi-typescript/schema';
import { client } from './hey-api/client.gen';
import * as shop from './hey-api';
import * as valid from './orval/zod';

declare const process: { argv: string[]; exitCode?: number };
declare const crypto: { randomUUID(): string };

type Order = paths['/v1/orders/{id}']['get']['responses']['200']['content']['application/json'];
type Answer<T> = Promise<{ data?: T; error?: unknown; response: Response }>;

client.setConfig({ baseUrl: process.argv[2] });

async function ok<T>(schema: { parse(value: unknown): unknown } | null, answer: Answer<T>): Promise<T> {
  const { data, error, response } = await answer;
  if (data === undefined) throw new Error(`${response.url} answered ${response.status}: ${JSON.stringify(error)}`);
  schema?.parse(data);
  return data;
}

function equal(actual: unknown, expected: unknown) {
  if (actual !== expected) throw new Error(`It is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}.`);
}

async function follow(id: string, until: 'confirmed' | 'delivered'): Promise<string[]> {
  const { stream } = await shop.followOrder({ path: { id }, query: { until }, sseMaxRetryAttempts: 1 });
  const statuses: string[] = [];
  for await (const event of stream) statuses.push((event as unknown as { status: string }).status);
  return statuses;
}

async function main() {
  const found = await ok(valid.listProductsResponse, shop.listProducts({ query: { search: 'coffee', sort: 'price_ascending', currency: 'EUR' } }));
  const product = found.items[0];
  equal(product.price.currency, 'EUR');
  const items = [{ productId: product.productId, quantity: 2 }];

  const quote = await ok(valid.quoteItemsResponse, shop.quoteItems({ body: { items } }));
  equal(quote.notes.length, 0);

  const refused = await shop.placeOrder({
    headers: { 'Idempotency-Key': crypto.randomUUID() },
    body: { customerId: 'ada', email: 'ada@example.com', currency: 'EUR', items: [{ productId: product.productId, quantity: 1000 }],
      shippingAddress: { country: 'DE', state: '', city: 'Berlin', zipCode: '10115' }, paymentToken: 'tok_ok' },
  });
  equal((refused.error as shop.Problem).errors[0].pointer, '/items/0/quantity');

  const placed = await ok(null, shop.placeOrder({
    headers: { 'Idempotency-Key': crypto.randomUUID() },
    body: { customerId: 'ada', email: 'ada@example.com', currency: 'EUR', items,
      shippingAddress: { country: 'DE', state: '', city: 'Berlin', zipCode: '10115' }, paymentToken: 'tok_ok' },
  }));
  const id = placed.orderId;
  equal((await follow(id, 'confirmed')).at(-1), 'confirmed');
  await follow(id, 'delivered');

  const order: Order = await ok(valid.getOrderResponse, shop.getOrder({ path: { id } }));
  equal(order.fulfillmentStatus, 'delivered');
  equal(order.allowedActions.join(), 'return');
  await ok(valid.listShipmentsResponse, shop.listShipments({ path: { id } }));
  await ok(valid.getOrderTimelineResponse, shop.getOrderTimeline({ path: { id } }));

  const requested = await ok(null, shop.requestReturn({
    path: { id }, headers: { 'Idempotency-Key': crypto.randomUUID() },
    body: { items: [{ productId: product.productId, quantity: 1 }], reason: 'One will do.' },
  }));
  const returned = await ok(valid.listReturnsOfOrderResponse, shop.listReturnsOfOrder({ path: { id } }));
  equal(returned.items[0].returnId, requested.returnId);
  const one = await ok(valid.getReturnResponse, shop.getReturn({ path: { id, returnId: requested.returnId } }));
  equal(one.status, 'requested');
  equal(one.refund.amount, product.price.amount);
}

main().catch(problem => { console.error(problem); process.exitCode = 1; });
