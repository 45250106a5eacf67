using Shop.Cli;

return await ShopCli.Run(args);
