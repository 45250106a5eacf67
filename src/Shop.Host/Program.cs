using Shop.Host.Commands;

return await HostCommands.Run(args);
