-- Why a customer cancelled, in his words.
alter table orders add column cancel_reason text;

-- A payment token is kept only as long as somebody may need it.
update orders set payment_token = '' where state not like 'Awaiting%' and payment_token <> '';
