namespace Shop.Messaging.Tests.Failures;

public sealed class BackoffTests
{
    [Fact]
    public void A_delay_is_random_below_a_bound_that_doubles_from_one_second_to_five_minutes()
    {
        var options = new BusOptions();
        for (var attempts = 0; attempts < 185; attempts++)
        {
            var bound = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempts), 300));
            var waits = Enumerable.Range(0, 200).Select(_ => Backoff.Delay(attempts, options.RetryDelay, options.MaxRetryDelay)).ToList();

            Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.Zero, bound));
            Assert.True(waits.Max() > bound * 0.8 && waits.Min() < bound * 0.2, $"The waits of try {attempts} are not spread over {bound}.");
        }
    }
}
