using Shop.Testing;

namespace Shop.Messaging.Tests.Migrations;

public sealed class MigrationFilesTests
{
    [Fact]
    public void The_content_root_comes_first()
    {
        using var root = TemporaryFolder.Create("shop-content");
        var migrations = Directory.CreateDirectory(Path.Combine(root.Path, "migrations")).FullName;

        Assert.Equal(migrations, MigrationFiles.Find(root.Path));
    }

    [Fact]
    public void Without_scripts_in_the_content_root_those_beside_the_program_are_used()
    {
        using var root = TemporaryFolder.Create("shop-content");
        using var program = TemporaryFolder.Create("shop-program");
        var migrations = Directory.CreateDirectory(Path.Combine(program.Path, "migrations")).FullName;

        Assert.Equal(migrations, MigrationFiles.Find(root.Path, program.Path));
    }

    [Fact]
    public void Without_any_scripts_both_places_are_named()
    {
        using var root = TemporaryFolder.Create("shop-content");
        using var program = TemporaryFolder.Create("shop-program");

        var refusal = Assert.Throws<MigrationException>(() => MigrationFiles.Find(root.Path, program.Path));
        Assert.Contains(root.Path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(program.Path, refusal.Message, StringComparison.Ordinal);
    }
}
