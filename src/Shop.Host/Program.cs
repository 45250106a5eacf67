if (args is ["patterns", ..])
    return new System.CommandLine.RootCommand { Shop.Host.Commands.PatternsCommand.Create() }.Parse(args).Invoke();
var app = WebApplication.CreateBuilder(args).Build();
app.Run();
return 0;
