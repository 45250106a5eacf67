-- The customer's reason for cancelling.
alter table orders add column cancel_reason text;

-- A payment token is stored only while it may be needed.
update orders set payment_token = '' where state not like 'Awaiting%' and payment_token <> '';
