namespace Shop.Messaging.Tests.Failures;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("Host=db;Username=shop;Password=hunter2;Database=shop", "Host=db;Username=[secret];Password=[secret];Database=shop")]
    [InlineData("pwd: 'a b'; next", "pwd: [secret]; next")]
    [InlineData("AccountKey=abc==;x", "AccountKey=[secret];x")]
    [InlineData("amqp://guest:guest@host/", "amqp://[secret]@host/")]
    [InlineData("Authorization: Bearer abc.DEF-1", "Authorization: Bearer [token]")]
    [InlineData("eyJhbGciOi.eyJzdWIi.c2ln is no token", "[token] is no token")]
    [InlineData("charged with tok_visa_4242", "charged with [token]")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "[key]")]
    [InlineData("to ada.lovelace+x@example.co.uk.", "to [e-mail].")]
    [InlineData("card 4111-1111-1111-1111 and 5500005555555559", "card [card] and [card]")]
    [InlineData("The order ORD-01KBT4Z0E2 has 1234567890123456 of it", "The order ORD-01KBT4Z0E2 has 1234567890123456 of it")]
    [InlineData("Key (order_id)=(ORD-1) already exists.", "Key (order_id)=(ORD-1) already exists.")]
    public void Secrets_and_personal_data_are_redacted_and_the_rest_stays(string text, string kept) => Assert.Equal(kept, Redaction.Of(text));

    [Fact]
    public void The_cost_of_a_hostile_text_is_linear() =>
        Assert.Equal(200_000, Redaction.Of(new string('a', 200_000)).Length);
}
