using System.Text;
using Amazon.Runtime.Internal.Auth;
using Shop.Testing;

namespace Shop.EventBridge.Tests;

/// <summary>
/// AWS's published test vectors for Signature Version 4 (aws-sig-v4-test-suite): the same key, time and scope for all. Both the SDK's
/// signer, which signs for the shop, and the check of the tests' own endpoint must give the published signatures; that endpoint also
/// checks the signature of every request of every other test.
/// </summary>
public sealed class SigV4Tests
{
    private const string AccessKey = "AKIDEXAMPLE", SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Host = "example.amazonaws.com", Time = "20150830T123600Z";
    private static readonly DateTime At = new(2015, 8, 30, 12, 36, 0, DateTimeKind.Utc);

    public static TheoryData<string, string, string, string, string> Vectors => new()
    {
        { "get-vanilla", "GET", "/", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31" },
        { "get-vanilla-query-order-key-case", "GET", "/", "Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500" },
        { "get-vanilla-empty-query-key", "GET", "/", "Param1=value1", "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb" },
        { "get-unreserved", "GET", "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "", "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f" },
        { "post-vanilla", "POST", "/", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b" },
        { "post-vanilla-query", "POST", "/", "Param1=value1", "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11" },
    };

    [Theory, MemberData(nameof(Vectors))]
    public void The_SDKs_signer_gives_the_published_signature(string name, string method, string path, string query, string signature)
    {
        var canonical = SigV4.Canonical(method, path, query, [("host", Host), ("x-amz-date", Time)], []);

        var signed = AWS4Signer.ComputeSignature(AccessKey, SecretKey, "us-east-1", At, "service", "host;x-amz-date", canonical);

        Assert.True(signature == signed.Signature, $"{name}: {signed.Signature}");
    }

    [Theory, MemberData(nameof(Vectors))]
    public void The_endpoint_of_the_tests_gives_the_published_signature(string name, string method, string path, string query, string signature)
    {
        var canonical = SigV4.Canonical(method, path, query, [("host", Host), ("x-amz-date", Time)], []);

        Assert.True(signature == SigV4.Signature(canonical, Time, "20150830", "us-east-1", "service", SecretKey), name);
    }

    /// <summary>The body of post-x-www-form-urlencoded, whose content-type is signed too.</summary>
    [Fact]
    public void A_body_and_its_type_are_signed()
    {
        var canonical = SigV4.Canonical(
            "POST", "/", "", [("content-type", "application/x-www-form-urlencoded"), ("host", Host), ("x-amz-date", Time)], Encoding.UTF8.GetBytes("Param1=value1"));

        var signed = AWS4Signer.ComputeSignature(AccessKey, SecretKey, "us-east-1", At, "service", "content-type;host;x-amz-date", canonical);

        Assert.Equal("ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a", signed.Signature);
    }

    /// <summary>The example of the signing key in AWS's documentation.</summary>
    [Fact]
    public void The_signing_key_is_the_published_one() => Assert.Equal(
        "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9",
        Convert.ToHexStringLower(AWS4Signer.ComposeSigningKey(SecretKey, "us-east-1", "20150830", "iam")));
}
