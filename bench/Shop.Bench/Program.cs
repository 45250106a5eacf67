using Shop.Bench;
using Shop.Bench.Aws;
using Shop.Bench.Failures;
using Shop.Bench.Orders;
using Shop.Bench.Patterns;
using Shop.Bench.Peers;

return args switch
{
    ["orders", .. var rest] => await OrdersBench.Run(rest, Console.Out, Console.Error),
    ["peers", .. var rest] => await PeersBench.Run(rest, Console.Out, Console.Error),
    ["replay", .. var rest] => await ReplayBench.Run(rest, Console.Out, Console.Error),
    ["poison", .. var rest] => await PoisonBench.Run(rest, Console.Out, Console.Error),
    ["horizon", .. var rest] => await HorizonBench.Run(rest, Console.Out, Console.Error),
    ["relay", .. var rest] => await AwsBench.Relay(rest, Console.Out, Console.Error),
    ["pump", .. var rest] => await AwsBench.Pump(rest, Console.Out, Console.Error),
    ["latency", .. var rest] => await AwsBench.Latency(rest, Console.Out, Console.Error),
    ["patterns", .. var rest] => PatternsBench.Run(rest, Console.Out, Console.Error),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine($"""
        Usage: dotnet run -c Release --project bench/Shop.Bench --
          orders|peers|poison|horizon|relay|pump|latency {LoadOptions.Usage}
          replay {LoadOptions.ReplayUsage}
          patterns [--data DIR] [--only WORKLOAD]
        """);
    return 2;
}
