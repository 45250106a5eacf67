using Shop.Tools;

return await ShopTools.Run(args);
