using Shop.Bench.Patterns;

return args switch
{
    ["patterns", .. var rest] => PatternsBench.Run(rest, Console.Out, Console.Error),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project bench/Shop.Bench -- patterns [--data DIR] [--only WORKLOAD]");
    return 2;
}
